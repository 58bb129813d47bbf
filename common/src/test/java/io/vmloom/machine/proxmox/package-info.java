/** Tests of Proxmox VE's configurations, judged by a list of keys and their values that stands here. */
@NullMarked
package io.vmloom.machine.proxmox;

import org.jspecify.annotations.NullMarked;
