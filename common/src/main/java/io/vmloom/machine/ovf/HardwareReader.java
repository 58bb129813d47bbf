package io.vmloom.machine.ovf;

import io.vmloom.machine.BootDevice;
import io.vmloom.machine.ConfigNode;
import io.vmloom.machine.Cpu;
import io.vmloom.machine.Display;
import io.vmloom.machine.Firmware;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.Medium;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Peer;
import io.vmloom.machine.Port;
import io.vmloom.machine.SoundModel;
import io.vmloom.machine.TpmVersion;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads a {@code VirtualHardwareSection} into a machine. */
final class HardwareReader {
    private static final String CARD = "vmware.soundcard.";

    private final PackageFiles files;
    private final Sections sections;
    private final MachineBuilder machine;
    private final Notebook notes;
    private final Map<String, BootDevice> devices = new HashMap<>();
    private int processors = 1;
    private int coresPerSocket = 1;
    private boolean memoryRead;
    private final Set<Integer> serialPorts = new HashSet<>();
    private final Set<Integer> parallelPorts = new HashSet<>();

    HardwareReader(PackageFiles files, Sections sections, MachineBuilder machine, Notebook notes) {
        this.files = files;
        this.sections = sections;
        this.machine = machine;
        this.notes = notes;
    }

    Hardware read(ConfigNode section) {
        section.settle("Info");
        section.child("System").ifPresent(this::system);
        List<Item> items = ItemChoice.of(section, sections.configuration(), notes);
        Map<String, ControllerItems.Place> controllers = new ControllerItems(machine, notes).read(items);
        DriveItems drives = new DriveItems(files, controllers, machine, notes, devices);
        NicItems nics = new NicItems(sections, machine, notes, devices);
        for (Item item : items) {
            switch (item.type()) {
                case Item.PROCESSOR -> processor(item);
                case Item.MEMORY -> memory(item);
                case Item.IDE, Item.SCSI, Item.OTHER_STORAGE, Item.USB -> {}
                case Item.DISK, Item.STORAGE_EXTENT, Item.LOGICAL_DISK -> drives.disk(item);
                case Item.CD, Item.DVD -> drives.optical(item);
                case Item.FLOPPY -> drives.floppy(item);
                case Item.ETHERNET -> nics.read(item);
                case Item.SERIAL -> port(item, new Port.Serial(number(item, serialPorts), Peer.NONE));
                case Item.PARALLEL -> port(item, new Port.Parallel(number(item, parallelPorts), Peer.NONE));
                case Item.GRAPHICS -> graphics(item);
                case Item.SOUND -> sound(item);
                case Item.OTHER -> other(item);
                default -> item.leaveOut(notes, "hardware of type " + item.type() + " is not known");
            }
        }
        settings(Configs.of(section));
        return new Hardware(devices);
    }

    private void system(ConfigNode system) {
        system.settle("ElementName", "InstanceID", "InstanceId", "VirtualSystemIdentifier", "Caption", "Description");
        system.child("VirtualSystemType").ifPresent(type -> {
            notes.ofTheSource(type.setting(), "which hypervisor the machine was made for");
            type.settle();
        });
    }

    private void processor(Item item) {
        int count = quantity(item, "processors");
        String cores = item.node().textOf("CoresPerSocket");
        item.node().settle("AllocationUnits");
        processors = count;
        coresPerSocket = cores.matches("\\d{1,4}") ? Math.max(1, Integer.parseInt(cores)) : 1;
        item.finish(notes);
    }

    private void memory(Item item) {
        String quantity = item.node().textOf("VirtualQuantity");
        String unit = item.node().textOf("AllocationUnits") + item.node().textOf("VirtualQuantityUnits");
        OptionalLong bytes = Units.bytes(quantity, unit.isEmpty() ? "MegaBytes" : unit);
        if (memoryRead) {
            item.leaveOut(notes, "the memory was given already");
            return;
        }
        if (bytes.isEmpty() || bytes.getAsLong() == 0) {
            throw new IllegalArgumentException(
                    "memory of a machine must be an amount, got: '" + quantity + "' " + unit);
        }
        memoryRead = true;
        machine.memoryBytes(bytes.getAsLong());
        item.finish(notes);
    }

    private static int quantity(Item item, String what) {
        String quantity = item.node().textOf("VirtualQuantity");
        if (!quantity.matches("\\d{1,6}")) {
            throw new IllegalArgumentException("number of " + what + " must be a number, got: '" + quantity + "'");
        }
        return Integer.parseInt(quantity);
    }

    /** The port's own number where it has one that is free. */
    private static int number(Item item, Set<Integer> taken) {
        int number = item.number().orElse(0);
        while (!taken.add(number)) {
            number++;
        }
        return number;
    }

    private void port(Item item, Port port) {
        machine.port(port);
        item.isAllocated();
        item.node().settle("AutomaticAllocation");
        item.finish(notes);
    }

    private void graphics(Item item) {
        Optional<String> ram = item.configs().take("videoRamSizeInKB");
        boolean accelerated = item.configs().takeFlag("enable3DSupport");
        item.node().settle("AutomaticAllocation", "VirtualQuantity", "AllocationUnits");
        Optional<Display.Model> model = item.subTypes().stream()
                .flatMap(word -> GraphicsWords.read(word).stream())
                .findFirst();
        machine.display(new Display(
                model,
                ram.filter(text -> text.matches("[1-9]\\d{0,9}"))
                        .map(text -> OptionalLong.of(Long.parseLong(text) << 10))
                        .orElse(OptionalLong.empty()),
                accelerated ? Display.Acceleration.THREE_D : Display.Acceleration.NONE,
                List.of()));
        item.finish(notes);
    }

    private void sound(Item item) {
        machine.sound(item.subTypes().stream()
                .map(word -> SoundWords.read(word.replace(CARD, "")))
                .findFirst()
                .orElse(SoundModel.UNSPECIFIED));
        item.node().settle("AutomaticAllocation", "AddressOnParent");
        item.finish(notes);
    }

    private void other(Item item) {
        if (item.subTypes().stream().anyMatch(word -> word.startsWith(CARD))) {
            sound(item);
        } else if (item.subTypes().contains("vmware.vtpm")) {
            machine.tpm(TpmVersion.V2_0);
            item.node().settle("AutomaticAllocation");
            item.finish(notes);
        } else if (item.subTypes().contains("vmware.vmci")) {
            notes.ofTheSource(item.setting(), "a device by which VMware's programs reach their host");
            item.node().settle();
        } else {
            item.leaveOut(notes, "a device of this kind is not known");
        }
    }

    private void settings(Configs configs) {
        Set<Cpu.Feature> features = EnumSet.noneOf(Cpu.Feature.class);
        if (configs.takeFlag("nestedHVEnabled")) {
            features.add(Cpu.Feature.NESTED);
        }
        if (configs.takeFlag("cpuHotAddEnabled")) {
            features.add(Cpu.Feature.HOT_ADD);
        }
        int cores = processors % coresPerSocket == 0 ? coresPerSocket : 1;
        machine.cpu(new Cpu(processors / cores, cores, 1, "", features));
        String nvram = configs.take("nvram")
                .flatMap(files::image)
                .map(HardwareReader::reference)
                .orElse("");
        boolean efi = configs.take("firmware").filter("efi"::equalsIgnoreCase).isPresent();
        boolean secure = configs.takeFlag("bootOptions.efiSecureBootEnabled");
        machine.firmware(
                efi
                        ? new Firmware.Uefi(secure ? Firmware.SecureBoot.ON : Firmware.SecureBoot.OFF, nvram)
                        : new Firmware.Bios(nvram));
        configs.noteRest(notes);
    }

    private static String reference(Medium medium) {
        return medium instanceof Medium.Image image ? image.reference() : "";
    }
}
