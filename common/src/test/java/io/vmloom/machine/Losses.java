package io.vmloom.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Demands that whatever of a machine is another one after a trip through a configuration was told of; what the machine left to
 * the hypervisor may become anything.
 */
public final class Losses {
    private record Part(Function<Machine, Object> value, Pattern notes) {
        Part(Function<Machine, Object> value, String notes) {
            this(value, Pattern.compile(notes));
        }
    }

    private static final Map<String, Part> PARTS = new LinkedHashMap<>();

    static {
        PARTS.put("name", new Part(Machine::name, "name"));
        PARTS.put("description", new Part(Machine::description, "description"));
        PARTS.put("uuid", new Part(Machine::uuid, "uuid"));
        PARTS.put("guest", new Part(Machine::guest, "guest|architecture"));
        PARTS.put("firmware", new Part(Machine::firmware, "NVRAM|firmware"));
        PARTS.put("TPM", new Part(Machine::tpm, "TPM"));
        PARTS.put("processors", new Part(Machine::cpu, "processors?( model)?|threads per core"));
        PARTS.put("memory", new Part(Machine::memoryBytes, "memory"));
        PARTS.put("clock", new Part(Machine::clock, "clock"));
        PARTS.put("boot order", new Part(Machine::bootOrder, "boot.*|drive in"));
        PARTS.put("controllers", new Part(Machine::controllers, "controller .*|drive in"));
        PARTS.put(
                "slots",
                new Part(machine -> machine.drives().stream().map(Drive::slot).toList(), "drive in"));
        PARTS.put(
                "modes and caches",
                new Part(
                        machine -> machine.disks().stream()
                                .map(disk -> List.of(disk.mode(), disk.cache()))
                                .toList(),
                        "disk in .*|cache of .*|drive in"));
        PARTS.put(
                "media",
                new Part(
                        machine -> machine.drives().stream().map(Drive::medium).toList(),
                        "file|format of .*|device in .*|drive in"));
        PARTS.put(
                "connections",
                new Part(
                        machine -> machine.drives().stream()
                                .map(Losses::connection)
                                .toList(),
                        "drive in"));
        PARTS.put("network cards", new Part(Machine::nics, "network card .*|ethernet.*"));
        PARTS.put("ports", new Part(Machine::ports, "(serial|parallel).*"));
        PARTS.put("graphics", new Part(machine -> machine.display().model(), "graphics card"));
        PARTS.put("graphics memory", new Part(machine -> machine.display().ramBytes(), "memory of the graphics card"));
        PARTS.put("remote views", new Part(machine -> machine.display().remoteViews(), "remote view"));
        PARTS.put("acceleration", new Part(machine -> machine.display().acceleration(), "graphics card"));
        PARTS.put("sound", new Part(Machine::sound, "sound card"));
        PARTS.put("shared folders", new Part(Machine::sharedFolders, "shared folder .*"));
    }

    private Losses() {}

    private static Connection connection(Drive drive) {
        return switch (drive) {
            case Drive.Disk _ -> Connection.CONNECTED;
            case Drive.Optical optical -> optical.connection();
            case Drive.Floppy floppy -> floppy.connection();
        };
    }

    public static void check(Machine before, Machine after, List<Note> notes) {
        PARTS.forEach((name, part) -> {
            boolean unspecified = Optional.empty().equals(part.value().apply(before));
            if (!unspecified && !part.value().apply(before).equals(part.value().apply(after))) {
                assertThat(notes)
                        .extracting(note -> note.setting().path())
                        .as(
                                "notes of %s: %s became %s",
                                name, part.value().apply(before), part.value().apply(after))
                        .anyMatch(path -> part.notes().matcher(path).matches());
            }
        });
    }
}
