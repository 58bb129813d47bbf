package io.vmloom.machine.proxmox;

import io.vmloom.machine.Display;
import io.vmloom.machine.Machine;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Peer;
import io.vmloom.machine.Port;
import io.vmloom.machine.Setting;
import io.vmloom.machine.SoundModel;

/** Writes ports, screen and sound. */
final class QmPeripherals {
    private static final int MAX_SERIAL = 4;
    private static final int MAX_PARALLEL = 3;
    private static final long MIB = 1L << 20;

    private QmPeripherals() {}

    static void write(Machine machine, QmLines lines, Notebook notes) {
        machine.ports().forEach(port -> port(port, lines, notes));
        card(machine.display(), lines, notes);
        machine.display()
                .remoteViews()
                .forEach(view -> notes.ofTheSource(
                        Setting.of("remote view", view.protocol()), "Proxmox shows every machine in its own way"));
        machine.sound().ifPresent(model -> sound(model, lines, notes));
        machine.sharedFolders()
                .forEach(folder -> notes.noCounterpart(
                        Setting.of("shared folder " + folder.name(), folder.hostPath()),
                        "it has to be set up in the datacenter"));
    }

    private static void port(Port port, QmLines lines, Notebook notes) {
        boolean device =
                port.peer() instanceof Peer.Device(String name) && name.startsWith("/dev/") && !name.contains(" ");
        String path = port.peer() instanceof Peer.Device(String name) ? name : "";
        switch (port) {
            case Port.Serial serial
            when serial.index() < MAX_SERIAL -> {
                if (!device) {
                    notes.changed(
                            Setting.of("serial port " + serial.index(), port.peer()),
                            "a socket",
                            "Proxmox knows devices and its own sockets");
                }
                lines.set("serial" + serial.index(), device ? path : "socket");
            }
            case Port.Parallel parallel
            when parallel.index() < MAX_PARALLEL && device -> lines.set("parallel" + parallel.index(), path);
            case Port.Serial serial ->
                notes.noCounterpart(
                        Setting.of("serial port " + serial.index(), port.peer()),
                        "Proxmox has " + MAX_SERIAL + " at the most");
            case Port.Parallel parallel ->
                notes.noCounterpart(
                        Setting.of("parallel port " + parallel.index(), port.peer()),
                        "Proxmox has " + MAX_PARALLEL + ", each for a device");
        }
    }

    private static void card(Display display, QmLines lines, Notebook notes) {
        Display.Model model = display.model().orElse(Display.Model.VGA);
        boolean threeD = display.acceleration() == Display.Acceleration.THREE_D;
        String word = switch (model) {
            case VGA, BOCHS -> "std";
            case CIRRUS -> "cirrus";
            case VMVGA -> "vmware";
            case QXL -> "qxl";
            case VIRTIO -> threeD ? "virtio-gl" : "virtio";
            case NONE -> "none";
        };
        if (threeD && model != Display.Model.VIRTIO) {
            notes.noCounterpart(Setting.of("graphics card", "3D"), "only the card of virtio draws in three dimensions");
        }
        String memory = "";
        if (display.ramBytes().isPresent()) {
            long bytes = display.ramBytes().getAsLong();
            long mib = Math.max(4, Math.ceilDiv(bytes, MIB));
            if (model == Display.Model.NONE || mib > 512) {
                notes.noCounterpart(
                        Setting.of("memory of the graphics card", bytes), "no card of Proxmox's has as much");
            } else {
                memory = ",memory=" + mib;
                if (mib * MIB != bytes) {
                    notes.changed(
                            Setting.of("memory of the graphics card", bytes), mib * MIB, "Proxmox gives whole MiB");
                }
            }
        }
        lines.set("vga", word + memory);
    }

    private static void sound(SoundModel model, QmLines lines, Notebook notes) {
        String word = model == SoundModel.AC97 ? "AC97" : "ich9-intel-hda";
        if (model != SoundModel.AC97 && model != SoundModel.HDA) {
            notes.changed(Setting.of("sound card", model), word, "Proxmox has no such card");
        }
        lines.set("audio0", "device=" + word + ",driver=spice");
    }
}
