/** Configurations of VMware's programs: dictionaries of lines such as {@code scsi0:0.fileName = "disk.vmdk"}. */
@NullMarked
package io.vmloom.machine.vmx;

import org.jspecify.annotations.NullMarked;
