/** Domains of libvirt: read from whatever hypervisor they are for, written for KVM. */
@NullMarked
package io.vmloom.machine.libvirt;

import org.jspecify.annotations.NullMarked;
