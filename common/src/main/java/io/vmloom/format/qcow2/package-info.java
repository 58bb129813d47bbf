/** QEMU copy-on-write images, versions 2 and 3: the reader, and the target with tables in front. */
@NullMarked
package io.vmloom.format.qcow2;

import org.jspecify.annotations.NullMarked;
