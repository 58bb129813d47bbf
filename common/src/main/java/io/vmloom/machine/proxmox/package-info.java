/** Configurations of Proxmox VE's QEMU machines, as they stand in {@code /etc/pve/qemu-server/ID.conf}. */
@NullMarked
package io.vmloom.machine.proxmox;

import org.jspecify.annotations.NullMarked;
