/** Tests of libvirt's domains, which libvirt's schema judges. */
@NullMarked
package io.vmloom.machine.libvirt;

import org.jspecify.annotations.NullMarked;
