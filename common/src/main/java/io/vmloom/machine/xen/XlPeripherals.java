package io.vmloom.machine.xen;

import io.vmloom.machine.Display;
import io.vmloom.machine.Machine;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Setting;
import io.vmloom.machine.SoundModel;
import java.util.List;
import java.util.OptionalInt;

/** Writes screen and sound. */
final class XlPeripherals {
    private static final int FIRST_VNC_PORT = 5900;
    private static final int USUAL_SPICE_PORT = 6000;
    private static final String LOCAL = "127.0.0.1";
    private static final long MIB = 1L << 20;

    private XlPeripherals() {}

    static void write(Machine machine, XlLines lines, Notebook notes) {
        card(machine.display(), lines, notes);
        views(machine.display(), lines, notes);
        machine.sound().ifPresent(model -> sound(model, lines, notes));
        machine.sharedFolders()
                .forEach(folder -> notes.noCounterpart(
                        Setting.of("shared folder " + folder.name(), folder.hostPath()),
                        "xl shares none with such guests"));
    }

    private static void card(Display display, XlLines lines, Notebook notes) {
        Display.Model model = display.model().orElse(Display.Model.VGA);
        String word = switch (model) {
            case VGA, VMVGA, VIRTIO, BOCHS -> "stdvga";
            case CIRRUS -> "cirrus";
            case QXL -> "qxl";
            case NONE -> "none";
        };
        if (word.equals("stdvga") && model != Display.Model.VGA) {
            notes.changed(Setting.of("graphics card", model), Display.Model.VGA, "xl has no such card");
        }
        lines.string("vga", word);
        display.ramBytes().ifPresent(bytes -> {
            long mib = Math.max(16, Math.ceilDiv(bytes, MIB));
            if (model == Display.Model.NONE || mib > 1024) {
                notes.noCounterpart(Setting.of("memory of the graphics card", bytes), "no card of Xen's has as much");
            } else {
                lines.number("videoram", mib);
                if (mib * MIB != bytes) {
                    notes.changed(
                            Setting.of("memory of the graphics card", bytes), mib * MIB, "Xen gives 16 MiB or more");
                }
            }
        });
        if (display.acceleration() == Display.Acceleration.THREE_D) {
            notes.noCounterpart(Setting.of("graphics card", "3D"), "no card of Xen's draws in three dimensions");
        }
    }

    private static void views(Display display, XlLines lines, Notebook notes) {
        boolean vnc = false;
        boolean spice = false;
        List<Display.RemoteView> views = display.remoteViews();
        for (Display.RemoteView view : views) {
            boolean again = view.protocol() == Display.RemoteView.Protocol.VNC ? vnc : spice;
            if (again || view.protocol() == Display.RemoteView.Protocol.RDP) {
                notes.noCounterpart(Setting.of("remote view", view.protocol()), "xl has one by VNC and one by SPICE");
            } else if (view.protocol() == Display.RemoteView.Protocol.VNC) {
                vnc = true;
                vnc(view, lines, notes);
            } else {
                spice = true;
                lines.number("spice", 1)
                        .string("spicehost", view.listen().isEmpty() ? LOCAL : view.listen())
                        .number("spiceport", view.port().orElse(USUAL_SPICE_PORT))
                        .number("spicedisable_ticketing", 1);
            }
        }
        if (!vnc && !spice && display.model().filter(Display.Model.NONE::equals).isEmpty()) {
            notes.changed(Setting.of("remote view", ""), "VNC on " + LOCAL, "nobody could see the machine otherwise");
            vnc(new Display.RemoteView(Display.RemoteView.Protocol.VNC, OptionalInt.empty(), LOCAL), lines, notes);
        } else if (!vnc) {
            lines.number("vnc", 0);
        }
    }

    private static void vnc(Display.RemoteView view, XlLines lines, Notebook notes) {
        lines.number("vnc", 1);
        if (!view.listen().isEmpty()) {
            lines.string("vnclisten", view.listen());
        }
        int port = view.port().orElse(0);
        if (port >= FIRST_VNC_PORT) {
            lines.number("vncdisplay", port - FIRST_VNC_PORT).number("vncunused", 0);
            return;
        }
        if (port > 0) {
            notes.changed(Setting.of("VNC port", port), "a free one", "Xen's begin at " + FIRST_VNC_PORT);
        }
        lines.number("vncunused", 1);
    }

    private static void sound(SoundModel model, XlLines lines, Notebook notes) {
        String word = switch (model) {
            case SB16 -> "sb16";
            case ES1370, ES1371 -> "es1370";
            case AC97 -> "ac97";
            case HDA, UNSPECIFIED -> "hda";
        };
        if (model == SoundModel.ES1371 || model == SoundModel.UNSPECIFIED) {
            notes.changed(Setting.of("sound card", model), word, "Xen has no such card");
        }
        lines.string("soundhw", word);
    }
}
