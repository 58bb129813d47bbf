/** Tests of the code base as a whole. */
@NullMarked
package io.vmloom;

import org.jspecify.annotations.NullMarked;
