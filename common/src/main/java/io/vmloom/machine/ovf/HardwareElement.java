package io.vmloom.machine.ovf;

import io.vmloom.machine.BootDevice;
import io.vmloom.machine.Bus;
import io.vmloom.machine.Controller;
import io.vmloom.machine.Cpu;
import io.vmloom.machine.DiskMode;
import io.vmloom.machine.Display;
import io.vmloom.machine.Drive;
import io.vmloom.machine.Firmware;
import io.vmloom.machine.Machine;
import io.vmloom.machine.Medium;
import io.vmloom.machine.Nic;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Peer;
import io.vmloom.machine.Port;
import io.vmloom.machine.Setting;
import io.vmloom.machine.SoundModel;
import io.vmloom.machine.TpmVersion;
import io.vmloom.machine.XmlText;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Writes the hardware of a machine, one item after the other. */
final class HardwareElement {
    private static final long KIBIBYTE = 1 << 10;
    private static final long MEBIBYTE = 1 << 20;

    /** What images of CD and floppy drives are read as. */
    private static final String PLAIN = "raw";

    private static final String SECTION = "VirtualHardwareSection";

    /** What ESXi 6.5 and every later one run, with UEFI, NVMe and a TPM. */
    private static final String FAMILY = "vmx-14";

    private final XmlText xml;
    private final FileTable files;
    private final Notebook notes;
    private final Map<String, Integer> instances = new HashMap<>();
    private int last;

    HardwareElement(XmlText xml, FileTable files, Notebook notes) {
        this.xml = xml;
        this.files = files;
        this.notes = notes;
    }

    void write(Machine machine) {
        xml.open(SECTION).leaf("Info", "What the machine is made of");
        xml.open("System")
                .leaf("vssd:ElementName", "Virtual Hardware Family")
                .leaf("vssd:InstanceID", 0)
                .leaf("vssd:VirtualSystemIdentifier", machine.name())
                .leaf("vssd:VirtualSystemType", FAMILY)
                .close("System");
        processors(machine.cpu());
        memory(machine.memoryBytes());
        controllers(machine);
        machine.drives().forEach(this::drive);
        for (int i = 0; i < machine.nics().size(); i++) {
            nic(machine.nics().get(i), i);
        }
        machine.ports().forEach(this::port);
        graphics(machine.display());
        machine.sound().ifPresent(this::sound);
        machine.tpm().ifPresent(this::tpm);
        settings(machine);
        xml.close(SECTION);
    }

    /** VMware's; there is nothing like it in the standard. */
    void writeBootOrder(Machine machine) {
        for (BootDevice device : machine.bootOrder()) {
            switch (device) {
                case BootDevice.OneDrive(var slot) -> boot(slot.toString(), kind(machine, slot.toString()), device);
                case BootDevice.OneNic(int index) -> boot("nic" + index, "net", device);
                case BootDevice.Any any ->
                    notes.noCounterpart(
                            Setting.of("boot order", any.kind()),
                            "single devices can be put in order, and no kinds of them; the firmware looks for itself");
            }
        }
    }

    private void boot(String name, String type, BootDevice device) {
        Integer instance = instances.get(name);
        if (instance == null) {
            notes.invalid(Setting.of("boot order", device), "the package has no such device");
        } else {
            xml.open(
                            "vmw:BootOrderSection",
                            "ovf:required",
                            "false",
                            "vmw:instanceId",
                            Integer.toString(instance),
                            "vmw:type",
                            type)
                    .leaf("Info", "A device to start from")
                    .close("vmw:BootOrderSection");
        }
    }

    private static String kind(Machine machine, String slot) {
        return machine.drives().stream()
                .filter(drive -> drive.slot().toString().equals(slot))
                .findFirst()
                .map(drive -> switch (drive) {
                    case Drive.Disk disk -> "disk";
                    case Drive.Optical optical -> "cdrom";
                    case Drive.Floppy floppy -> "floppy";
                })
                .orElse("disk");
    }

    /** In mebibytes if that can be: there are readers that take no notice of the unit. */
    private void memory(long bytes) {
        boolean whole = bytes % MEBIBYTE == 0;
        item(Item.MEMORY, "Memory")
                .units(whole ? "byte * 2^20" : "byte")
                .quantity(whole ? bytes / MEBIBYTE : bytes)
                .end();
    }

    private void processors(Cpu cpu) {
        if (cpu.threadsPerCore() > 1) {
            notes.changed(
                    Setting.of("threads per core", cpu.threadsPerCore()),
                    "as many cores",
                    "OVF has no word for threads");
        }
        if (!cpu.model().isEmpty()) {
            notes.noCounterpart(Setting.of("processor model", cpu.model()), "the hypervisor chooses");
        }
        int cores = cpu.coresPerSocket() * cpu.threadsPerCore();
        ItemElement item =
                item(Item.PROCESSOR, "Processors").units("hertz * 10^6").quantity(cpu.processors());
        if (cores > 1) {
            item.extension("vmw:CoresPerSocket", cores);
        }
        item.end();
    }

    private void controllers(Machine machine) {
        Set<String> wanted = new TreeSet<>();
        for (Drive drive : machine.drives()) {
            if (drive.slot().bus() != Bus.FLOPPY) {
                wanted.add(ControllerElement.key(drive.slot()));
            }
        }
        for (Controller controller : machine.controllers()) {
            wanted.addAll(ControllerElement.keys(controller));
        }
        for (String key : wanted) {
            ControllerElement element = ControllerElement.of(key, machine);
            instances.put(key, last + 1);
            item(element.type(), element.caption())
                    .address(element.address())
                    .subType(element.subType())
                    .end();
        }
    }

    private void drive(Drive drive) {
        switch (drive) {
            case Drive.Disk disk -> {
                switch (disk.medium()) {
                    case Medium.Image image -> disk(disk);
                    case Medium.HostDevice device ->
                        notes.noCounterpart(
                                Setting.of("device in " + disk.slot(), device.device()),
                                "a package knows nothing of its host's devices; there is no such disk in it");
                    case Medium.Empty empty -> {}
                }
            }
            case Drive.Optical optical ->
                medium(
                        at(item(optical, Item.CD, "CD drive " + optical.slot()), optical)
                                .allocated(optical.connection()),
                        optical,
                        "cdrom.atapi");
            case Drive.Floppy floppy ->
                medium(
                        item(
                                        floppy,
                                        Item.FLOPPY,
                                        "Floppy drive " + floppy.slot().unit())
                                .onParent(floppy.slot().unit())
                                .allocated(floppy.connection()),
                        floppy,
                        "floppy.device");
        }
    }

    private void disk(Drive.Disk disk) {
        ItemElement item =
                at(item(disk, Item.DISK, "Disk " + disk.slot()), disk).resource(files.resource(disk));
        if (disk.mode() != DiskMode.PERSISTENT) {
            item.config("backing.diskMode", disk.mode().name().toLowerCase(Locale.ROOT));
        }
        switch (disk.cache()) {
            case WRITETHROUGH -> item.config("backing.writeThrough", "true");
            case UNSPECIFIED -> {}
            case NONE, WRITEBACK, DIRECTSYNC, UNSAFE ->
                notes.noCounterpart(
                        Setting.of("cache of the disk in " + disk.slot(), disk.cache()), "the hypervisor chooses");
        }
        item.end();
    }

    private void medium(ItemElement item, Drive drive, String ofHost) {
        switch (drive.medium()) {
            case Medium.Image(String reference, String format) -> {
                item.resource(files.resource(reference));
                if (!format.isEmpty() && !format.equals(PLAIN)) {
                    notes.changed(
                            Setting.of("format of " + reference, format),
                            PLAIN,
                            "OVF says of disks only what they are");
                }
            }
            case Medium.HostDevice device -> {
                item.subType("vmware." + ofHost);
                if (!device.device().isEmpty()) {
                    notes.changed(
                            Setting.of("device in " + drive.slot(), device.device()),
                            "whichever the host has",
                            "a package knows nothing of its host's devices");
                }
            }
            case Medium.Empty empty -> {}
        }
        item.end();
    }

    private ItemElement at(ItemElement item, Drive drive) {
        return item.parent(String.valueOf(instances.get(ControllerElement.key(drive.slot()))))
                .onParent(ControllerElement.unit(drive.slot()));
    }

    private void nic(Nic nic, int index) {
        instances.put("nic" + index, last + 1);
        ItemElement item = item(Item.ETHERNET, "Network card " + (index + 1)).allocated(nic.connection());
        nic.mac().ifPresent(mac -> {
            item.address(mac.address().text());
            if (mac.origin() == Nic.Origin.GENERATED) {
                notes.changed(
                        Setting.of("network card " + index + " address", mac.address()),
                        Nic.Origin.ASSIGNED,
                        "a package does not say who chose an address");
            }
        });
        item.connection(NetworkNames.of(nic.network()));
        nic.model().ifPresent(model -> item.subType(NicWords.of(model)));
        item.end();
    }

    private void port(Port port) {
        switch (port) {
            case Port.Serial serial ->
                item(Item.SERIAL, "Serial port " + serial.index())
                        .address(Integer.toString(serial.index()))
                        .end();
            case Port.Parallel parallel ->
                item(Item.PARALLEL, "Parallel port " + parallel.index())
                        .address(Integer.toString(parallel.index()))
                        .end();
        }
        if (!(port.peer() instanceof Peer.Nothing)) {
            notes.noCounterpart(
                    Setting.of((port.isParallel() ? "parallel" : "serial") + " port " + port.index(), port.peer()),
                    "a package says that there is a port, not what is at its other end");
        }
    }

    private void graphics(Display display) {
        if (display.equals(Display.UNSPECIFIED)) {
            return;
        }
        ItemElement item = item(Item.GRAPHICS, "Graphics card");
        display.model().ifPresent(model -> item.subType(GraphicsWords.of(model)));
        display.ramBytes().ifPresent(bytes -> {
            long kib = Math.ceilDiv(bytes, KIBIBYTE);
            item.config("videoRamSizeInKB", Long.toString(kib));
            if (kib * KIBIBYTE != bytes) {
                notes.changed(Setting.of("memory of the graphics card", bytes), kib * KIBIBYTE, "OVF counts in KiB");
            }
        });
        if (display.acceleration() == Display.Acceleration.THREE_D) {
            item.config("enable3DSupport", "true");
        }
        item.end();
    }

    private void sound(SoundModel model) {
        boolean ofVirtualBox = model == SoundModel.AC97 || model == SoundModel.UNSPECIFIED;
        item(ofVirtualBox ? Item.SOUND : Item.OTHER, "Sound card")
                .subType(ofVirtualBox ? SoundWords.of(model) : "vmware.soundcard." + SoundWords.of(model))
                .end();
    }

    private void tpm(TpmVersion version) {
        if (version != TpmVersion.V2_0) {
            notes.changed(Setting.of("TPM", version), TpmVersion.V2_0, "there is a word for this version only");
        }
        item(Item.OTHER, "TPM").subType("vmware.vtpm").end();
    }

    private void settings(Machine machine) {
        switch (machine.firmware()) {
            case Firmware.Bios bios -> {}
            case Firmware.Uefi(Firmware.SecureBoot secure, String nvram) -> {
                ItemElement.config(xml, "vmw:Config", "firmware", "efi");
                if (secure == Firmware.SecureBoot.ON) {
                    ItemElement.config(xml, "vmw:Config", "bootOptions.efiSecureBootEnabled", "true");
                }
            }
        }
        if (machine.cpu().features().contains(Cpu.Feature.NESTED)) {
            ItemElement.config(xml, "vmw:Config", "nestedHVEnabled", "true");
        }
        if (machine.cpu().features().contains(Cpu.Feature.HOT_ADD)) {
            ItemElement.config(xml, "vmw:Config", "cpuHotAddEnabled", "true");
        }
        if (!machine.firmware().nvram().isEmpty()) {
            ItemElement.config(
                    xml,
                    "vmw:ExtraConfig",
                    "nvram",
                    files.resource(machine.firmware().nvram()));
        }
    }

    private ItemElement item(Drive drive, int type, String caption) {
        instances.put(drive.slot().toString(), last + 1);
        return item(type, caption);
    }

    private ItemElement item(int type, String caption) {
        return new ItemElement(xml, ++last, type, caption);
    }
}
