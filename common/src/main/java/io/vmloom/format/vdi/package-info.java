/** VirtualBox disks: dynamic and fixed images are read and written, those that need a parent are refused by name. */
@NullMarked
package io.vmloom.format.vdi;

import org.jspecify.annotations.NullMarked;
