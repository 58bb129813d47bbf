/** Tests of VMX files, with libvirt's own translations of them as an oracle. */
@NullMarked
package io.vmloom.machine.vmx;

import org.jspecify.annotations.NullMarked;
