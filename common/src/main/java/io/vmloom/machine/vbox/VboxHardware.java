package io.vmloom.machine.vbox;

import io.vmloom.machine.BootDevice;
import io.vmloom.machine.Clock;
import io.vmloom.machine.ConfigNode;
import io.vmloom.machine.Controller;
import io.vmloom.machine.Cpu;
import io.vmloom.machine.Display;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.SharedFolder;
import io.vmloom.machine.SoundModel;
import io.vmloom.machine.VboxFirmware;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Everything but drives. */
final class VboxHardware {
    private final MachineBuilder machine;
    private final Notebook notes;

    VboxHardware(MachineBuilder machine, Notebook notes) {
        this.machine = machine;
        this.notes = notes;
    }

    void read(ConfigNode hardware) {
        hardware.attribute("version");
        hardware.child("CPU").ifPresentOrElse(this::cpu, () -> machine.cpu(Cpu.ONE));
        hardware.child("Memory").ifPresent(this::memory);
        VboxFirmware firmware = VboxFirmware.read(hardware, notes);
        machine.firmware(firmware.firmware());
        firmware.tpm().ifPresent(machine::tpm);
        hardware.child("Boot").ifPresent(boot -> boot.children("Order").forEach(this::boot));
        List<Display.RemoteView> views = hardware.child("RemoteDisplay").stream()
                .flatMap(remote -> view(remote).stream())
                .toList();
        Optional<ConfigNode> display = hardware.child("Display");
        machine.display(display.map(node -> display(node, views))
                .orElseGet(
                        () -> new Display(Optional.empty(), OptionalLong.empty(), Display.Acceleration.NONE, views)));
        hardware.child("Network").ifPresent(network -> VboxNetwork.read(network, machine, notes));
        hardware.child("UART").ifPresent(uart -> VboxPorts.readSerial(uart, machine, notes));
        hardware.child("LPT").ifPresent(lpt -> VboxPorts.readParallel(lpt, machine));
        hardware.child("AudioAdapter").ifPresent(this::sound);
        hardware.child("RTC")
                .flatMap(rtc -> rtc.attribute("localOrUTC"))
                .ifPresent(zone -> machine.clock(zone.equals("local") ? Clock.LOCAL_TIME : Clock.UTC));
        hardware.child("USB").ifPresent(this::usb);
        hardware.child("SharedFolders")
                .ifPresent(folders -> folders.children("SharedFolder").forEach(this::folder));
        hardware.children("GuestProperties").forEach(properties -> {
            notes.ofTheSource(properties.settingWithoutValue(), "what VirtualBox was told by the guest");
            properties.settle();
        });
    }

    private void cpu(ConfigNode node) {
        String count = node.attribute("count").orElse("1");
        boolean hotPlug = isTrue(node.attribute("hotplug"));
        boolean nested = node.child("NestedHWVirt")
                .flatMap(child -> child.attribute("enabled"))
                .filter("true"::equals)
                .isPresent();
        Set<Cpu.Feature> features = EnumSet.noneOf(Cpu.Feature.class);
        if (hotPlug) {
            features.add(Cpu.Feature.HOT_ADD);
        }
        if (nested) {
            features.add(Cpu.Feature.NESTED);
        }
        machine.cpu(new Cpu(count.matches("[1-9]\\d{0,3}") ? Integer.parseInt(count) : 1, 1, 1, "", features));
        // How VirtualBox runs the guest, which every other hypervisor decides for itself.
        node.settle("PAE", "LongMode", "X2APIC", "HardwareVirtEx", "HardwareVirtExNestedPaging", "HardwareVirtExVPID");
        node.settle(
                "HardwareVirtExUX", "HardwareVirtExLargePages", "HardwareVirtForce", "HardwareVirtExVirtVmsaveVmload");
    }

    private void memory(ConfigNode node) {
        String megabytes = node.attribute("RAMSize").orElse("");
        if (!megabytes.matches("[1-9]\\d{0,9}")) {
            throw new IllegalArgumentException("memory of a machine must be a number of MiB, got: '" + megabytes + "'");
        }
        machine.memoryBytes(Long.parseLong(megabytes) << 20);
    }

    private void boot(ConfigNode order) {
        order.attribute("position");
        switch (order.attribute("device").orElse("")) {
            case "HardDisk" -> machine.boot(new BootDevice.Any(BootDevice.Kind.DISK));
            case "DVD" -> machine.boot(new BootDevice.Any(BootDevice.Kind.OPTICAL));
            case "Floppy" -> machine.boot(new BootDevice.Any(BootDevice.Kind.FLOPPY));
            case "Network" -> machine.boot(new BootDevice.Any(BootDevice.Kind.NETWORK));
            case "None", "" -> {}
            default -> notes.unknown(order.setting());
        }
    }

    private Display display(ConfigNode node, List<Display.RemoteView> views) {
        String ram = node.attribute("VRAMSize").orElse("");
        boolean accelerated = isTrue(node.attribute("accelerate3D"));
        String controller = node.attribute("controller").orElse("VBoxVGA");
        Optional<Display.Model> model = switch (controller) {
            case "VMSVGA" -> Optional.of(Display.Model.VMVGA);
            case "VBoxVGA", "VBoxSVGA" -> Optional.of(Display.Model.VGA);
            case "None" -> Optional.of(Display.Model.NONE);
            default -> Optional.empty();
        };
        return new Display(
                model,
                ram.matches("[1-9]\\d{0,5}") ? OptionalLong.of(Long.parseLong(ram) << 20) : OptionalLong.empty(),
                accelerated ? Display.Acceleration.THREE_D : Display.Acceleration.NONE,
                views);
    }

    private Optional<Display.RemoteView> view(ConfigNode remote) {
        boolean enabled = isTrue(remote.attribute("enabled"));
        Optional<ConfigNode> properties = remote.child("VRDEProperties");
        String port = property(properties, "TCP/Ports");
        String address = property(properties, "TCP/Address");
        if (!property(properties, "VNCPassword").isEmpty()) {
            notes.secret(remote.settingWithoutValue(), "set a password for the display where the machine runs");
        }
        remote.settle();
        return enabled
                ? Optional.of(new Display.RemoteView(
                        Display.RemoteView.Protocol.RDP,
                        port.matches("[1-9]\\d{0,4}") && Integer.parseInt(port) <= 65535
                                ? OptionalInt.of(Integer.parseInt(port))
                                : OptionalInt.empty(),
                        address))
                : Optional.empty();
    }

    private static String property(Optional<ConfigNode> properties, String name) {
        return properties.stream()
                .flatMap(node -> node.children("Property").stream())
                .filter(node -> node.attribute("name").orElse("").equals(name))
                .findFirst()
                .flatMap(node -> node.attribute("value"))
                .orElse("");
    }

    private void sound(ConfigNode node) {
        boolean enabled = isTrue(node.attribute("enabled"));
        String controller = node.attribute("controller").orElse("AC97");
        for (String own : new String[] {"driver", "codec", "enabledIn", "enabledOut", "useDefault"}) {
            node.attribute(own);
        }
        if (enabled) {
            machine.sound(
                    switch (controller) {
                        case "HDA" -> SoundModel.HDA;
                        case "SB16" -> SoundModel.SB16;
                        case "AC97" -> SoundModel.AC97;
                        default -> SoundModel.UNSPECIFIED;
                    });
        }
    }

    private void usb(ConfigNode node) {
        int index = 0;
        for (ConfigNode controller : node.child("Controllers").stream()
                .flatMap(all -> all.children("Controller").stream())
                .toList()) {
            controller.attribute("name");
            switch (controller.attribute("type").orElse("")) {
                case "OHCI" -> machine.controller(Controller.of(index++, Controller.Model.UHCI));
                case "EHCI" -> machine.controller(Controller.of(index++, Controller.Model.EHCI));
                case "XHCI" -> machine.controller(Controller.of(index++, Controller.Model.XHCI));
                default -> notes.unknown(controller.setting());
            }
        }
    }

    private void folder(ConfigNode node) {
        String name = node.attribute("name").orElse("");
        String path = node.attribute("hostPath").orElse("");
        boolean writable = isTrue(node.attribute("writable"));
        node.attribute("autoMount");
        machine.sharedFolder(new SharedFolder(
                name, path, writable ? SharedFolder.Access.READ_WRITE : SharedFolder.Access.READ_ONLY));
    }

    private static boolean isTrue(Optional<String> flag) {
        return flag.filter("true"::equals).isPresent();
    }
}
