package io.vmloom.machine.libvirt;

import io.vmloom.machine.ConfigNode;
import io.vmloom.machine.Display;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.SharedFolder;
import io.vmloom.machine.SoundModel;
import io.vmloom.machine.TpmVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads screen, sound, TPM and shared folders; other devices are named in notes. */
final class LibvirtPeripherals {
    private static final long KIB = 1024;

    private LibvirtPeripherals() {}

    static void read(ConfigNode devices, MachineBuilder machine, Notebook notes) {
        machine.display(display(devices, notes));
        for (ConfigNode sound : devices.children("sound")) {
            LibvirtDrives.address(sound);
            sound(sound, machine, notes);
        }
        devices.children("tpm").forEach(tpm -> tpm(tpm, machine, notes));
        devices.children("filesystem").forEach(folder -> folder(folder, machine, notes));
        for (String ours :
                new String[] {"emulator", "input", "memballoon", "rng", "watchdog", "panic", "audio", "channel", "hub"
                }) {
            devices.children(ours).forEach(one -> one.leave(notes, "the new host makes its own"));
        }
        for (String none :
                new String[] {"hostdev", "redirdev", "smartcard", "vsock", "iommu", "memory", "shmem", "nvram", "lease"
                }) {
            devices.children(none).forEach(one -> {
                one.settle();
                notes.noCounterpart(one.setting(), "devices of this kind are not taken over");
            });
        }
    }

    private static Display display(ConfigNode devices, Notebook notes) {
        Optional<Display.Model> model = Optional.empty();
        OptionalLong ram = OptionalLong.empty();
        Display.Acceleration acceleration = Display.Acceleration.NONE;
        List<ConfigNode> cards = devices.children("video");
        for (ConfigNode video : cards.subList(0, Math.min(1, cards.size()))) {
            LibvirtDrives.address(video);
            Optional<ConfigNode> card = video.child("model");
            String word = card.map(one -> one.value("type")).orElse("");
            model = Optional.ofNullable(LibvirtWords.CARDS.get(word));
            if (card.isPresent() && model.isEmpty()) {
                notes.unknown(card.orElseThrow().setting("type"));
            }
            ram = card.map(one -> kib(one.value("vram"))).orElse(OptionalLong.empty());
            for (String tuning : new String[] {"heads", "primary", "ram", "vgamem", "vram64"}) {
                card.ifPresent(one -> one.attribute(tuning));
            }
            boolean threeD = card.flatMap(one -> one.child("acceleration"))
                    .map(one -> one.value("accel3d"))
                    .filter("yes"::equals)
                    .isPresent();
            acceleration = threeD ? Display.Acceleration.THREE_D : Display.Acceleration.NONE;
        }
        for (ConfigNode further : cards.subList(Math.min(1, cards.size()), cards.size())) {
            further.settle();
            notes.noCounterpart(further.setting(), "a second graphics card");
        }
        return new Display(model, ram, acceleration, views(devices, notes));
    }

    private static OptionalLong kib(String digits) {
        try {
            long count = Long.parseLong(digits);
            return count > 0 && count < 1L << 40 ? OptionalLong.of(count * KIB) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static List<Display.RemoteView> views(ConfigNode devices, Notebook notes) {
        List<Display.RemoteView> views = new ArrayList<>();
        for (ConfigNode graphics : devices.children("graphics")) {
            if (graphics.attribute("passwd").isPresent()) {
                notes.secret(graphics.settingWithoutValue("passwd"), "set a password on the new host");
                graphics.attribute("passwdValidTo");
                graphics.attribute("connected");
            }
            String listen = graphics.value("listen");
            for (ConfigNode one : graphics.children("listen")) {
                one.settle();
                listen = listen.isEmpty() ? one.value("address") : listen;
            }
            graphics.attribute("autoport");
            Optional<Display.RemoteView.Protocol> protocol = switch (graphics.value("type")) {
                case "vnc" -> Optional.of(Display.RemoteView.Protocol.VNC);
                case "spice" -> Optional.of(Display.RemoteView.Protocol.SPICE);
                case "rdp" -> Optional.of(Display.RemoteView.Protocol.RDP);
                default -> Optional.empty();
            };
            OptionalInt port = port(graphics.value("port"));
            if (protocol.isPresent()) {
                views.add(new Display.RemoteView(protocol.orElseThrow(), port, listen));
            } else {
                notes.noCounterpart(graphics.setting(), "a view on the old host's own screen");
            }
        }
        return views;
    }

    private static OptionalInt port(String digits) {
        try {
            int port = Integer.parseInt(digits);
            return port > 0 && port <= 65535 ? OptionalInt.of(port) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    private static void sound(ConfigNode sound, MachineBuilder machine, Notebook notes) {
        String word = sound.value("model");
        SoundModel model = word.equals("ich6") || word.equals("ich7") ? SoundModel.HDA : LibvirtWords.SOUND.get(word);
        if (model == null) {
            notes.unknown(sound.setting("model"));
        }
        sound.children("codec").forEach(ConfigNode::settle);
        sound.children("audio").forEach(ConfigNode::settle);
        machine.sound(model == null ? SoundModel.UNSPECIFIED : model);
    }

    private static void tpm(ConfigNode tpm, MachineBuilder machine, Notebook notes) {
        LibvirtDrives.address(tpm);
        tpm.attribute("model");
        Optional<ConfigNode> backend = tpm.child("backend");
        String version = backend.map(one -> one.value("version")).orElse("");
        if (backend.map(one -> one.value("type")).filter("passthrough"::equals).isPresent()) {
            backend.orElseThrow().settle();
            notes.changed(backend.orElseThrow().setting(), "a TPM of its own", "the guest had its host's");
        }
        machine.tpm(version.equals("1.2") ? TpmVersion.V1_2 : TpmVersion.V2_0);
    }

    private static void folder(ConfigNode folder, MachineBuilder machine, Notebook notes) {
        LibvirtDrives.address(folder);
        folder.attribute("accessmode");
        String path = folder.value("source", "dir");
        String name = folder.value("target", "dir");
        boolean readOnly = folder.child("readonly").isPresent();
        folder.children("driver").forEach(one -> one.leave(notes, "how the old host shares it"));
        if (!folder.attribute("type").orElse("mount").equals("mount") || path.isEmpty() || name.isEmpty()) {
            folder.settle();
            notes.noCounterpart(folder.setting(), "a file system that is no folder of the host");
            return;
        }
        machine.sharedFolder(new SharedFolder(
                name, path, readOnly ? SharedFolder.Access.READ_ONLY : SharedFolder.Access.READ_WRITE));
    }
}
