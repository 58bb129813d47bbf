package io.vmloom.machine.libvirt;

import io.vmloom.machine.Display;
import io.vmloom.machine.Machine;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Setting;
import io.vmloom.machine.SharedFolder;
import io.vmloom.machine.SoundModel;
import io.vmloom.machine.TpmVersion;
import io.vmloom.machine.Words;
import io.vmloom.xml.XmlText;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Writes screen, sound, TPM and shared folders. */
final class LibvirtPeripheralsXml {
    private static final long KIB = 1024;
    private static final String LOCAL = "127.0.0.1";

    private final XmlText xml;
    private final Notebook notes;

    LibvirtPeripheralsXml(XmlText xml, Notebook notes) {
        this.xml = xml;
        this.notes = notes;
    }

    void write(Machine machine) {
        machine.tpm().ifPresent(this::tpm);
        machine.sound().ifPresent(this::sound);
        views(machine.display());
        card(machine.display());
        machine.sharedFolders().forEach(this::folder);
    }

    private void tpm(TpmVersion version) {
        String number = switch (version) {
            case V1_2 -> "1.2";
            case V2_0 -> "2.0";
        };
        xml.open("tpm", "model", version == TpmVersion.V1_2 ? "tpm-tis" : "tpm-crb")
                .empty("backend", "type", "emulator", "version", number)
                .close();
    }

    private void sound(SoundModel model) {
        SoundModel known = switch (model) {
            case UNSPECIFIED -> SoundModel.HDA;
            case ES1371 -> SoundModel.ES1370;
            case SB16, ES1370, AC97, HDA -> model;
        };
        if (known != model) {
            notes.changed(Setting.of("sound card", model), known, "the one of QEMU's that is most like it");
        }
        xml.empty("sound", "model", Words.of(LibvirtWords.SOUND, known).orElseThrow());
    }

    private void views(Display display) {
        List<Display.RemoteView> views = display.remoteViews();
        boolean dark = display.model().filter(Display.Model.NONE::equals).isPresent();
        if (views.isEmpty() && !dark) {
            notes.changed(Setting.of("remote view", ""), "VNC on " + LOCAL, "nobody could see the machine otherwise");
            views = List.of(new Display.RemoteView(Display.RemoteView.Protocol.VNC, OptionalInt.empty(), LOCAL));
        }
        Set<Display.RemoteView.Protocol> protocols = new HashSet<>();
        for (Display.RemoteView view : views) {
            if (view.protocol() == Display.RemoteView.Protocol.RDP || !protocols.add(view.protocol())) {
                notes.noCounterpart(Setting.of("remote view", view.protocol()), "QEMU has one by VNC and one by SPICE");
                continue;
            }
            Optional<String> port =
                    view.port().stream().mapToObj(Integer::toString).findFirst();
            xml.empty(
                    "graphics",
                    "type",
                    view.protocol() == Display.RemoteView.Protocol.VNC ? "vnc" : "spice",
                    "port",
                    port.orElse("-1"),
                    "autoport",
                    port.isPresent() ? "no" : "yes",
                    "listen",
                    view.listen());
        }
    }

    private void card(Display display) {
        Display.Model model = display.model().orElse(Display.Model.VGA);
        Display.Model known = model == Display.Model.VMVGA ? Display.Model.VGA : model;
        if (known != model) {
            notes.changed(Setting.of("graphics card", model), known, "not every QEMU has VMware's card");
        }
        boolean threeD = display.acceleration() == Display.Acceleration.THREE_D;
        if (threeD && known != Display.Model.VIRTIO) {
            notes.noCounterpart(Setting.of("graphics card", "3D"), "only the card of virtio draws in three dimensions");
        }
        boolean sized = known != Display.Model.VIRTIO && known != Display.Model.NONE;
        String ram = "";
        if (display.ramBytes().isPresent()) {
            long bytes = display.ramBytes().getAsLong();
            long kib = Math.ceilDiv(bytes, KIB);
            if (!sized || kib > Integer.MAX_VALUE) {
                notes.noCounterpart(Setting.of("memory of the graphics card", bytes), "this card takes what it needs");
            } else {
                ram = Long.toString(kib);
                if (kib * KIB != bytes) {
                    notes.changed(Setting.of("memory of the graphics card", bytes), kib * KIB, "libvirt counts in KiB");
                }
            }
        }
        xml.open("video")
                .open("model", "type", Words.of(LibvirtWords.CARDS, known).orElseThrow(), "vram", ram);
        if (threeD && known == Display.Model.VIRTIO) {
            xml.empty("acceleration", "accel3d", "yes");
        }
        xml.close().close();
    }

    private void folder(SharedFolder folder) {
        if (!folder.hostPath().startsWith("/")) {
            notes.noCounterpart(
                    Setting.of("shared folder " + folder.name(), folder.hostPath()),
                    "libvirt takes absolute paths only");
            return;
        }
        xml.open("filesystem", "type", "mount", "accessmode", "mapped")
                .empty("source", "dir", folder.hostPath())
                .empty("target", "dir", folder.name());
        if (folder.access() == SharedFolder.Access.READ_ONLY) {
            xml.empty("readonly");
        }
        xml.close();
    }
}
