package io.vmloom.machine.vbox;

import io.vmloom.error.ImageException;
import io.vmloom.machine.ConfigFile;
import io.vmloom.machine.ConfigNode;
import io.vmloom.machine.ConfigXml;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.MachineReader;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Reading;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads VirtualBox's settings files: the machine as it is now, not as any of its snapshots has it. */
public final class VboxReader implements MachineReader {
    private static final String WHAT = "a settings file of VirtualBox";
    private static final Set<String> IDLE = Set.of("version", "lastStateChange", "currentStateModified");

    @Override
    public boolean recognises(ConfigFile file) {
        return ConfigXml.root(file).filter("VirtualBox"::equals).isPresent();
    }

    @Override
    public Reading read(ConfigFile file) {
        try {
            return readChecked(file);
        } catch (IllegalArgumentException e) {
            throw ImageException.invalid(file.name(), 0, String.valueOf(e.getMessage()));
        }
    }

    private static Reading readChecked(ConfigFile file) {
        ConfigNode root = ConfigXml.read(file, WHAT);
        ConfigNode machine = root.child("Machine")
                .orElseThrow(() -> root.child("MachineEncrypted").isPresent()
                        ? ImageException.locked(
                                file.name(),
                                "the machine is encrypted",
                                "decrypt it with VirtualBox, and give it again")
                        : ImageException.invalid(file.name(), 0, WHAT + " must have a 'Machine'"));
        Notebook notes = new Notebook();
        MachineBuilder builder = new MachineBuilder();
        builder.name(machine.attribute("name").filter(name -> !name.isBlank()).orElse("machine"));
        uuid(machine.attribute("uuid").orElse("")).ifPresent(builder::uuid);
        builder.guest(VboxGuests.read(machine.attribute("OSType").orElse("")));
        builder.description(machine.textOf("Description"));
        machine.attribute("snapshotFolder");
        machine.children("Snapshot").forEach(snapshot -> {
            notes.noCounterpart(
                    snapshot.setting(snapshot.attribute("name").orElse(""), ""),
                    "the machine is read as it is now; convert its disks with their chains");
            snapshot.settle();
        });
        machine.attribute("currentSnapshot");
        machine.settle("ExtraData");
        VboxMedia media = VboxMedia.of(machine);
        ConfigNode hardware = machine.child("Hardware")
                .orElseThrow(() -> ImageException.invalid(file.name(), 0, "a machine must have 'Hardware'"));
        new VboxHardware(builder, notes).read(hardware);
        VboxDrives drives = new VboxDrives(media, builder, notes);
        machine.children("StorageControllers").forEach(drives::read);
        hardware.children("StorageControllers").forEach(drives::read);
        root.noteUnread(notes, IDLE);
        return new Reading(builder.build(), notes.notes());
    }

    static Optional<UUID> uuid(String text) {
        String plain = text.replaceAll("[{}]", "");
        return plain.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
                ? Optional.of(UUID.fromString(plain))
                : Optional.empty();
    }
}
