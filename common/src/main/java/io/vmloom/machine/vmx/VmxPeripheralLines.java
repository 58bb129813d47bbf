package io.vmloom.machine.vmx;

import io.vmloom.machine.Bus;
import io.vmloom.machine.Controller;
import io.vmloom.machine.Display;
import io.vmloom.machine.Machine;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Setting;
import io.vmloom.machine.SharedFolder;
import io.vmloom.machine.SoundModel;
import io.vmloom.machine.Words;

/** Writes screen, sound, USB and shared folders. */
final class VmxPeripheralLines {
    private final VmxLines lines;
    private final Notebook notes;

    VmxPeripheralLines(VmxLines lines, Notebook notes) {
        this.lines = lines;
        this.notes = notes;
    }

    void write(Machine machine) {
        machine.controllers().stream().filter(one -> one.bus() == Bus.USB).forEach(this::usb);
        display(machine.display());
        lines.flag("sound.present", machine.sound().isPresent());
        machine.sound().ifPresent(this::sound);
        for (int i = 0; i < machine.sharedFolders().size(); i++) {
            folder("sharedFolder" + i, machine.sharedFolders().get(i));
        }
        if (!machine.sharedFolders().isEmpty()) {
            lines.set("sharedFolder.maxNum", machine.sharedFolders().size());
        }
    }

    private void usb(Controller controller) {
        Controller.Model model = controller.model().orElse(Controller.Model.XHCI);
        if (controller.model().isEmpty()) {
            notes.changed(
                    Setting.of("controller USB " + controller.index(), ""), model, "VMware wants to be told which");
        }
        lines.flag(
                switch (model) {
                    case EHCI -> "ehci.present";
                    case XHCI -> "usb_xhci.present";
                    case UHCI, LSILOGIC, LSISAS1068, BUSLOGIC, PVSCSI, VIRTIO_SCSI, PIIX, AHCI -> "usb.present";
                },
                true);
    }

    private void display(Display display) {
        Display.Model model = display.model().orElse(Display.Model.VMVGA);
        if (model != Display.Model.VMVGA && model != Display.Model.NONE) {
            notes.changed(Setting.of("graphics card", model), Display.Model.VMVGA, "VMware has no other one");
        }
        lines.flag("svga.present", model != Display.Model.NONE);
        display.ramBytes().ifPresent(bytes -> lines.set("svga.vramSize", bytes));
        if (display.acceleration() == Display.Acceleration.THREE_D) {
            lines.flag("mks.enable3d", true);
        }
        boolean vnc = false;
        for (Display.RemoteView view : display.remoteViews()) {
            if (vnc || view.protocol() != Display.RemoteView.Protocol.VNC) {
                notes.noCounterpart(Setting.of("remote view", view.protocol()), "VMware has one, by VNC");
                continue;
            }
            vnc = true;
            lines.flag("RemoteDisplay.vnc.enabled", true).setUnlessEmpty("RemoteDisplay.vnc.ip", view.listen());
            view.port().ifPresent(port -> lines.set("RemoteDisplay.vnc.port", port));
        }
    }

    private void sound(SoundModel model) {
        SoundModel known = switch (model) {
            case AC97, ES1370 -> SoundModel.ES1371;
            case SB16, ES1371, HDA, UNSPECIFIED -> model;
        };
        if (known != model) {
            notes.changed(Setting.of("sound card", model), known, "VMware has no such card");
        }
        Words.of(VmxWords.SOUND, known).ifPresent(word -> lines.set("sound.virtualDev", word));
    }

    private void folder(String device, SharedFolder folder) {
        lines.flag(device + ".present", true)
                .flag(device + ".enabled", true)
                .flag(device + ".readAccess", true)
                .flag(device + ".writeAccess", folder.access() == SharedFolder.Access.READ_WRITE)
                .set(device + ".hostPath", folder.hostPath())
                .set(device + ".guestName", folder.name());
    }
}
