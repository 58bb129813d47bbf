/** The Open Virtualization Format, versions 0.9, 1 and 2, as VMware, VirtualBox, Citrix and others write it. */
@NullMarked
package io.vmloom.machine.ovf;

import org.jspecify.annotations.NullMarked;
