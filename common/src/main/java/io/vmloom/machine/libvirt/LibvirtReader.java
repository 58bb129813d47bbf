package io.vmloom.machine.libvirt;

import io.vmloom.error.ImageException;
import io.vmloom.machine.Clock;
import io.vmloom.machine.ConfigFile;
import io.vmloom.machine.ConfigNode;
import io.vmloom.machine.ConfigXml;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.MachineReader;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Reading;
import java.util.Set;
import java.util.UUID;

/** Reads what {@code virsh dumpxml} prints. */
public final class LibvirtReader implements MachineReader {
    /** What libvirt says where there is none. */
    private static final UUID NO_UUID = new UUID(0, 0);

    @Override
    public boolean recognises(ConfigFile file) {
        return ConfigXml.root(file).filter("domain"::equals).isPresent();
    }

    @Override
    public Reading read(ConfigFile file) {
        ConfigNode domain = ConfigXml.read(file, "a domain of libvirt");
        if (!domain.name().equals("domain")) {
            throw ImageException.unsupported(
                    file.name(),
                    "the document is a '" + domain.name() + "', no domain of libvirt",
                    "take what virsh dumpxml prints");
        }
        Notebook notes = new Notebook();
        MachineBuilder machine = new MachineBuilder();
        domain.attribute("type");
        domain.attribute("id");
        identity(domain, machine, notes);
        LibvirtProcessor.read(domain, machine, notes);
        LibvirtStart.read(domain, machine, notes);
        clock(domain, machine, notes);
        domain.child("devices").ifPresent(devices -> {
            LibvirtDrives.read(devices, machine, notes);
            LibvirtNics.read(devices, machine, notes);
            LibvirtPorts.read(devices, machine, notes);
            LibvirtPeripherals.read(devices, machine, notes);
            LibvirtBoot.readOrders(devices, machine);
        });
        hostMatters(domain, notes);
        domain.noteUnread(notes, Set.of());
        return new Reading(machine.build(file), notes.notes());
    }

    private static void identity(ConfigNode domain, MachineBuilder machine, Notebook notes) {
        domain.child("name")
                .map(ConfigNode::text)
                .filter(name -> !name.isBlank())
                .ifPresent(machine::name);
        domain.child("description").map(ConfigNode::text).ifPresent(machine::description);
        domain.child("uuid").ifPresent(element -> {
            try {
                UUID uuid = UUID.fromString(element.text());
                if (!uuid.equals(NO_UUID)) {
                    machine.uuid(uuid);
                }
            } catch (IllegalArgumentException e) {
                notes.invalid(element.setting(), "it must be a UUID");
            }
        });
    }

    private static void clock(ConfigNode domain, MachineBuilder machine, Notebook notes) {
        domain.child("clock").ifPresent(clock -> {
            String offset = clock.value("offset");
            switch (offset) {
                case "localtime" -> machine.clock(Clock.LOCAL_TIME);
                case "utc", "" -> machine.clock(Clock.UTC);
                default -> notes.changed(clock.setting("offset"), Clock.UTC, "no other program has such a clock");
            }
            clock.children("timer").forEach(timer -> timer.leave(notes, "fine tuning of KVM"));
        });
    }

    private static void hostMatters(ConfigNode domain, Notebook notes) {
        for (String name : new String[] {
            "cputune",
            "memtune",
            "blkiotune",
            "numatune",
            "memoryBacking",
            "iothreads",
            "iothreadids",
            "resource",
            "seclabel",
            "pm",
            "on_poweroff",
            "on_reboot",
            "on_crash",
            "on_lockfailure",
            "perf",
            "genid",
            "bootloader",
            "features"
        }) {
            domain.children(name).forEach(element -> element.leave(notes, "how the old host runs the machine"));
        }
    }
}
