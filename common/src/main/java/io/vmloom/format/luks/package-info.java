/** LUKS containers: a whole disk behind a header of keys. */
@NullMarked
package io.vmloom.format.luks;

import org.jspecify.annotations.NullMarked;
