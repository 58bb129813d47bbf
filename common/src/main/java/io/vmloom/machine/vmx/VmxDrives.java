package io.vmloom.machine.vmx;

import io.vmloom.machine.Bus;
import io.vmloom.machine.Cache;
import io.vmloom.machine.Connection;
import io.vmloom.machine.Controller;
import io.vmloom.machine.DiskMode;
import io.vmloom.machine.Drive;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.Medium;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Slot;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Controllers with their disks and CD drives, and floppy drives. */
final class VmxDrives {
    private static final Pattern PRESENCE = Pattern.compile("(scsi|sata|nvme|ide)(\\d{1,3})(?::(\\d{1,3}))?\\.present");
    private static final int IDE_CHANNELS = 2;
    private static final int MAX_CONTROLLERS = 4;

    private final VmxDictionary vmx;
    private final Notebook notes;

    VmxDrives(VmxDictionary vmx, Notebook notes) {
        this.vmx = vmx;
        this.notes = notes;
    }

    void read(MachineBuilder machine) {
        TreeMap<Slot, String> drives = new TreeMap<>();
        boolean ide = false;
        for (Matcher key : vmx.matching(PRESENCE)) {
            String device = key.group().substring(0, key.group().length() - ".present".length());
            if (!vmx.flag(key.group(), false)) {
                vmx.leaveDevice(device, "the device is not present");
            } else if (key.group(3) == null) {
                controller(key.group(1), Integer.parseInt(key.group(2)), machine);
            } else {
                Optional<Slot> slot =
                        slot(key.group(1), Integer.parseInt(key.group(2)), Integer.parseInt(key.group(3)));
                ide |= slot.filter(one -> one.bus() == Bus.IDE).isPresent();
                slot.ifPresent(one -> drives.put(one, device));
            }
        }
        if (ide) {
            machine.controller(Controller.of(Bus.IDE, 0));
        }
        drives.forEach((slot, device) -> drive(slot, device, machine));
        for (int i = 0; i < Bus.FLOPPY.units(); i++) {
            floppy(i, machine);
        }
    }

    private void controller(String kind, int index, MachineBuilder machine) {
        if (index >= MAX_CONTROLLERS) {
            leave(kind + index, "a further controller than VMware's programs have");
            return;
        }
        Bus bus = Bus.valueOf(kind.toUpperCase(Locale.ROOT));
        String device = kind + index;
        Optional<Controller.Model> model = Optional.empty();
        if (bus == Bus.SCSI) {
            Optional<VmxEntry> dev = vmx.take(device + ".virtualDev");
            model = dev.map(entry -> VmxWords.SCSI.get(entry.value().toLowerCase(Locale.ROOT)));
            if (dev.isPresent() && model.isEmpty()) {
                notes.unknown(dev.orElseThrow().setting());
            }
            vmx.take(device + ".sharedBus")
                    .filter(entry -> !entry.value().equalsIgnoreCase("none"))
                    .ifPresent(entry -> notes.noCounterpart(
                            entry.setting(), "disks that several machines write to have to be set up by hand"));
        }
        machine.controller(new Controller(bus, index, model));
    }

    private Optional<Slot> slot(String kind, int controller, int unit) {
        Bus bus = Bus.valueOf(kind.toUpperCase(Locale.ROOT));
        boolean fits = bus == Bus.IDE
                ? controller < IDE_CHANNELS && unit < IDE_CHANNELS
                : controller < MAX_CONTROLLERS && unit < bus.units();
        String device = kind + controller + ":" + unit;
        boolean attached = bus == Bus.IDE || vmx.flag(kind + controller + ".present", false);
        if (!fits || !attached) {
            leave(
                    device,
                    fits ? "a device whose controller is not present" : "a device where there is no place for one");
            vmx.leaveDevice(
                    device, fits ? "its controller is not present" : "no VMware program has such a place for a device");
            return Optional.empty();
        }
        return Optional.of(
                bus == Bus.IDE ? new Slot(bus, 0, controller * IDE_CHANNELS + unit) : new Slot(bus, controller, unit));
    }

    private void drive(Slot slot, String device, MachineBuilder machine) {
        Optional<String> file = vmx.text(device + ".fileName");
        String type = vmx.word(device + ".deviceType").orElseGet(() -> usualType(file.orElse("")));
        Connection connection = Connection.of(vmx.flag(device + ".startConnected", true));
        boolean client = vmx.flag(device + ".clientDevice", false);
        switch (type) {
            case "cdrom-image", "atapi-cdrom", "cdrom-raw" ->
                machine.drive(new Drive.Optical(slot, medium(device, file, type, client), connection));
            case "disk", "scsi-harddisk", "ata-harddisk", "sata-harddisk", "nvme-harddisk" ->
                file.ifPresentOrElse(
                        name -> machine.drive(disk(slot, device, new Medium.Image(name, "vmdk"))),
                        () -> leave(device, "a disk without a file"));
            case "scsi-passthru", "rawdisk" ->
                machine.drive(disk(slot, device, new Medium.HostDevice(file.orElse(""))));
            default -> leave(device, "a device of the kind '" + type + "'");
        }
    }

    private static String usualType(String file) {
        return file.toLowerCase(Locale.ROOT).endsWith(".iso") ? "cdrom-image" : "disk";
    }

    private void leave(String device, String what) {
        vmx.take(device + ".present")
                .ifPresent(entry -> notes.noCounterpart(entry.setting(), what + " is not taken over"));
    }

    private Medium medium(String device, Optional<String> file, String type, boolean client) {
        String name = file.orElse("");
        boolean auto = vmx.flag(device + ".autodetect", false) || name.equalsIgnoreCase("auto detect");
        if (client || name.equalsIgnoreCase("emptyBackingString") || (name.isEmpty() && !auto)) {
            return Medium.EMPTY;
        }
        if (type.equals("cdrom-image")) {
            return name.isEmpty() ? Medium.EMPTY : new Medium.Image(name, "raw");
        }
        return new Medium.HostDevice(auto ? "" : name);
    }

    private Drive disk(Slot slot, String device, Medium medium) {
        Optional<VmxEntry> mode = vmx.take(device + ".mode");
        DiskMode known = mode.map(entry -> VmxWords.MODES.get(entry.value().toLowerCase(Locale.ROOT)))
                .orElse(DiskMode.PERSISTENT);
        if (mode.isPresent() && !VmxWords.MODES.containsKey(mode.get().value().toLowerCase(Locale.ROOT))) {
            notes.changed(mode.get().setting(), known, "no other program has this mode");
        }
        Cache cache = vmx.flag(device + ".writeThrough", false) ? Cache.WRITETHROUGH : Cache.UNSPECIFIED;
        if (!vmx.flag(device + ".startConnected", true)) {
            vmx.take(device + ".startConnected")
                    .ifPresent(entry -> notes.noCounterpart(entry.setting(), "a disk is always connected"));
        }
        return new Drive.Disk(slot, medium, known, cache, OptionalLong.empty());
    }

    private void floppy(int index, MachineBuilder machine) {
        String device = "floppy" + index;
        if (!vmx.flag(device + ".present", false)) {
            vmx.leaveDevice(device, "the device is not present");
            return;
        }
        Optional<String> file = vmx.text(device + ".fileName");
        boolean client = vmx.flag(device + ".clientDevice", false);
        boolean auto = vmx.flag(device + ".autodetect", false);
        boolean image = vmx.word(device + ".fileType").filter("file"::equals).isPresent();
        Medium medium = client || (file.isEmpty() && !auto)
                ? Medium.EMPTY
                : image && file.isPresent()
                        ? new Medium.Image(file.orElseThrow(), "raw")
                        : new Medium.HostDevice(auto ? "" : file.orElse(""));
        machine.drive(new Drive.Floppy(
                new Slot(Bus.FLOPPY, 0, index), medium, Connection.of(vmx.flag(device + ".startConnected", true))));
    }
}
