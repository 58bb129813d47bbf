/** Compressed loop devices of live systems: blocks of one size, each a zlib stream. */
@NullMarked
package io.vmloom.format.cloop;

import org.jspecify.annotations.NullMarked;
