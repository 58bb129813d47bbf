package io.vmloom.machine.vmx;

import io.vmloom.machine.Bus;
import io.vmloom.machine.Controller;
import io.vmloom.machine.Display;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.SharedFolder;
import io.vmloom.machine.SoundModel;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Screen, sound, USB and shared folders. */
final class VmxPeripherals {
    private static final int MAX_FOLDERS = 64;

    private final VmxDictionary vmx;
    private final Notebook notes;

    VmxPeripherals(VmxDictionary vmx, Notebook notes) {
        this.vmx = vmx;
        this.notes = notes;
    }

    void read(MachineBuilder machine) {
        machine.display(display());
        usb(machine);
        sound(machine);
        for (int i = 0; i < MAX_FOLDERS; i++) {
            folder("sharedFolder" + i, machine);
        }
    }

    private Display display() {
        Optional<Display.Model> model =
                Optional.of(vmx.flag("svga.present", true) ? Display.Model.VMVGA : Display.Model.NONE);
        OptionalLong ram = vmx.number("svga.vramSize", 1, 1L << 40).stream()
                .mapToLong(Long::longValue)
                .findFirst();
        boolean threeD = vmx.flag("mks.enable3d", false);
        return new Display(model, ram, threeD ? Display.Acceleration.THREE_D : Display.Acceleration.NONE, vnc());
    }

    private List<Display.RemoteView> vnc() {
        boolean enabled = vmx.flag("RemoteDisplay.vnc.enabled", false);
        if (!enabled) {
            vmx.leaveDevice("RemoteDisplay.vnc", "VNC is not enabled");
            return List.of();
        }
        OptionalInt port = vmx.number("RemoteDisplay.vnc.port", 0, 65535).stream()
                .mapToInt(Long::intValue)
                .filter(number -> number > 0)
                .findFirst();
        return List.of(new Display.RemoteView(
                Display.RemoteView.Protocol.VNC,
                port,
                vmx.text("RemoteDisplay.vnc.ip").orElse("")));
    }

    private void usb(MachineBuilder machine) {
        int index = 0;
        for (Map.Entry<String, Controller.Model> one : List.of(
                Map.entry("usb.present", Controller.Model.UHCI),
                Map.entry("ehci.present", Controller.Model.EHCI),
                Map.entry("usb_xhci.present", Controller.Model.XHCI))) {
            if (vmx.flag(one.getKey(), false)) {
                machine.controller(new Controller(Bus.USB, index, Optional.of(one.getValue())));
                index++;
            }
        }
    }

    private void sound(MachineBuilder machine) {
        if (!vmx.flag("sound.present", false)) {
            vmx.leaveDevice("sound", "the device is not present");
            return;
        }
        Optional<VmxEntry> dev = vmx.take("sound.virtualDev");
        Optional<SoundModel> model =
                dev.map(entry -> VmxWords.SOUND.get(entry.value().toLowerCase(Locale.ROOT)));
        if (dev.isPresent() && model.isEmpty()) {
            notes.unknown(dev.orElseThrow().setting());
        }
        vmx.leave(Pattern.compile("sound\\.(filename|autodetect|startconnected)"), "how the old host plays it");
        machine.sound(model.orElse(SoundModel.UNSPECIFIED));
    }

    private void folder(String device, MachineBuilder machine) {
        boolean enabled = vmx.flag(device + ".enabled", true);
        boolean present = vmx.flag(device + ".present", false);
        Optional<String> path = vmx.text(device + ".hostPath");
        Optional<String> name = vmx.text(device + ".guestName");
        boolean writable = vmx.flag(device + ".writeAccess", false);
        vmx.take(device + ".readAccess");
        if (present && enabled && path.isPresent() && name.isPresent()) {
            machine.sharedFolder(new SharedFolder(
                    name.orElseThrow(),
                    path.orElseThrow(),
                    writable ? SharedFolder.Access.READ_WRITE : SharedFolder.Access.READ_ONLY));
        } else {
            vmx.take(device + ".present")
                    .ifPresent(entry -> notes.ofTheSource(entry.setting(), "the shared folder is not enabled"));
        }
        vmx.leave(
                Pattern.compile("sharedfolder\\.maxnum|" + device.toLowerCase(Locale.ROOT) + "\\.expiration"),
                "how VMware keeps its list");
    }
}
