/** VirtualBox disks: dynamic and fixed images are read and written, differencing ones are read above their parent. */
@NullMarked
package io.vmloom.format.vdi;

import org.jspecify.annotations.NullMarked;
