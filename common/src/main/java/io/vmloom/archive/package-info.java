/** Archives as directories of byte ranges: their members are read where they lie, and nothing is unpacked. */
@NullMarked
package io.vmloom.archive;

import org.jspecify.annotations.NullMarked;
