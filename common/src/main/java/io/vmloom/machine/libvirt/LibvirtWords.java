package io.vmloom.machine.libvirt;

import io.vmloom.machine.Bus;
import io.vmloom.machine.Cache;
import io.vmloom.machine.Controller;
import io.vmloom.machine.Display;
import io.vmloom.machine.Nic;
import io.vmloom.machine.SoundModel;
import java.util.Map;

/** libvirt's words for devices. */
final class LibvirtWords {
    static final Map<String, Bus> BUSES = Map.of(
            "ide", Bus.IDE,
            "sata", Bus.SATA,
            "scsi", Bus.SCSI,
            "nvme", Bus.NVME,
            "virtio", Bus.VIRTIO,
            "usb", Bus.USB,
            "fdc", Bus.FLOPPY);

    static final Map<String, Controller.Model> CONTROLLERS = Map.of(
            "lsilogic", Controller.Model.LSILOGIC,
            "lsisas1068", Controller.Model.LSISAS1068,
            "buslogic", Controller.Model.BUSLOGIC,
            "vmpvscsi", Controller.Model.PVSCSI,
            "virtio-scsi", Controller.Model.VIRTIO_SCSI,
            "piix3-uhci", Controller.Model.UHCI,
            "ehci", Controller.Model.EHCI,
            "qemu-xhci", Controller.Model.XHCI);

    /** Further words that are read. */
    static final Map<String, Controller.Model> MORE_CONTROLLERS = Map.of(
            "piix4-uhci", Controller.Model.UHCI,
            "ich9-ehci1", Controller.Model.EHCI,
            "nec-xhci", Controller.Model.XHCI);

    static final Map<String, Nic.Model> NICS = Map.of(
            "e1000", Nic.Model.E1000,
            "e1000e", Nic.Model.E1000E,
            "vmxnet", Nic.Model.VMXNET,
            "vmxnet2", Nic.Model.VMXNET2,
            "vmxnet3", Nic.Model.VMXNET3,
            "pcnet", Nic.Model.PCNET,
            "virtio", Nic.Model.VIRTIO,
            "rtl8139", Nic.Model.RTL8139,
            "ne2k_pci", Nic.Model.NE2000,
            "igb", Nic.Model.IGB);

    static final Map<String, Cache> CACHES = Map.of(
            "none", Cache.NONE,
            "writethrough", Cache.WRITETHROUGH,
            "writeback", Cache.WRITEBACK,
            "directsync", Cache.DIRECTSYNC,
            "unsafe", Cache.UNSAFE);

    static final Map<String, Display.Model> CARDS = Map.of(
            "vga", Display.Model.VGA,
            "cirrus", Display.Model.CIRRUS,
            "vmvga", Display.Model.VMVGA,
            "qxl", Display.Model.QXL,
            "virtio", Display.Model.VIRTIO,
            "bochs", Display.Model.BOCHS,
            "none", Display.Model.NONE);

    static final Map<String, SoundModel> SOUND = Map.of(
            "sb16", SoundModel.SB16,
            "es1370", SoundModel.ES1370,
            "ac97", SoundModel.AC97,
            "ich9", SoundModel.HDA);

    private LibvirtWords() {}
}
