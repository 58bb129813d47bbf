/** QEMU copy-on-write version 1: two levels of tables, clusters plain or compressed with deflate. */
@NullMarked
package io.vmloom.format.qcow;

import org.jspecify.annotations.NullMarked;
