/** VMware disks: monolithicSparse and streamOptimized files are read and written, the other kinds are refused by name. */
@NullMarked
package io.vmloom.format.vmdk;

import org.jspecify.annotations.NullMarked;
