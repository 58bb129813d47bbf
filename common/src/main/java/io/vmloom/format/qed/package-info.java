/** QEMU enhanced disk: two levels of tables, no compression. */
@NullMarked
package io.vmloom.format.qed;

import org.jspecify.annotations.NullMarked;
