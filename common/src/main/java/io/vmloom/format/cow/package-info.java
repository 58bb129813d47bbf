/** User-mode Linux' and early QEMU's copy-on-write disks: a bitmap of sectors, each at its own place. */
@NullMarked
package io.vmloom.format.cow;

import org.jspecify.annotations.NullMarked;
