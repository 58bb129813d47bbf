package io.vmloom.machine.ovf;

import io.vmloom.machine.Nic;

/** What is written for models of network cards: VMware's words where it has some. */
final class NicWords {
    private NicWords() {}

    static String of(Nic.Model model) {
        return switch (model) {
            case E1000 -> "E1000";
            case E1000E -> "E1000e";
            case VMXNET -> "VmxNet";
            case VMXNET2 -> "VmxNet2";
            case VMXNET3 -> "VmxNet3";
            case PCNET -> "PCNet32";
            case VIRTIO -> "virtio";
            case RTL8139 -> "rtl8139";
            case NE2000 -> "ne2000";
            case IGB -> "igb";
        };
    }
}
