/** Disks that grow, of the emulator Bochs: a catalog of extents, each with a bitmap of its sectors. */
@NullMarked
package io.vmloom.format.bochs;

import org.jspecify.annotations.NullMarked;
