/** Parallels expanding disks: one table of blocks. */
@NullMarked
package io.vmloom.format.parallels;

import org.jspecify.annotations.NullMarked;
