package io.vmloom.coordinator.manifest;

import io.vmloom.archive.MemberNames;
import io.vmloom.coordinator.job.TargetNames;
import io.vmloom.error.RequestException;
import io.vmloom.machine.DiskNames;
import io.vmloom.machine.RuleWords;
import io.vmloom.machine.kind.MachineKind;
import io.vmloom.machine.kind.MachineKinds;
import io.vmloom.store.Location;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What becomes of a machine. {@link RequestException} for names that mean nothing.
 *
 * @param kind of its configuration
 * @param disks how files of its disks are called under its place, as {@link DiskNames} has it
 * @param config how its configuration is called there: {@code {machine}} is the machine's name, {@code {extension}} the kind's
 * @param diskName how the configuration calls the disks; empty for the place where they are made
 */
public record MachineTarget(String kind, String disks, String config, Optional<String> diskName, RuleWords rules) {
    public static final String USUAL_DISKS = "{stem}.{format}";
    public static final String USUAL_CONFIG = "{machine}.{extension}";

    public MachineTarget {
        MachineKinds.writable(kind);
        template("disks", disks);
        diskName.ifPresent(name -> template("diskName", name));
        String rest = config.replace("{machine}", "").replace("{extension}", "");
        if (rest.contains("{") || rest.contains("}") || config.isBlank()) {
            throw new RequestException(
                    "a template for configurations knows {machine} and {extension}, got: '" + config + "'");
        }
    }

    /** With the usual names. */
    public MachineTarget(String kind, RuleWords rules) {
        this(kind, USUAL_DISKS, USUAL_CONFIG, Optional.empty(), rules);
    }

    private static void template(String what, String text) {
        try {
            new DiskNames(text, Optional.empty(), "machine");
        } catch (IllegalArgumentException e) {
            throw new RequestException(what + ": " + e.getMessage());
        }
    }

    MachineKind writer() {
        return MachineKinds.writable(kind);
    }

    MachineKind.Disks usual() {
        return writer().disks();
    }

    /** The format of disks when nobody says another one. */
    public String usualFormat() {
        return usual().format();
    }

    /** Whether its files are a package, which has a list of their digests. */
    boolean isPackage() {
        return switch (usual().place()) {
            case MachineKind.Place.Packed _ -> true;
            case MachineKind.Place.Beside _, MachineKind.Place.HostFolder _ -> false;
        };
    }

    /** @param stem of the disk's file in the source */
    String diskFile(String machine, String file, String format, int number) {
        return new DiskNames(disks, Optional.empty(), machine).name(file, TargetNames.endingOf(format), number);
    }

    String configFile(String machine) {
        String plain = machine.replaceAll("[^\\p{L}\\p{N}._-]+", "-").replaceFirst("^[.-]+", "");
        return config.replace("{machine}", plain.isEmpty() ? "machine" : plain)
                .replace("{extension}", writer().extension());
    }

    /**
     * How the configuration calls a disk.
     *
     * @param file under the machine's place
     */
    String reference(String machine, Location target, String file, String format, int number) {
        String reference = diskName.map(template -> new DiskNames(template, Optional.empty(), machine)
                        .name(file, TargetNames.endingOf(format), number))
                .orElseGet(() -> usualReference(machine, target, file));
        if (isPackage() && !MemberNames.isPlain(reference)) {
            throw new RequestException(
                    "a descriptor names files of its own folder and below, and '" + configFile(machine)
                            + "' would name a disk '" + reference.replaceAll("\\p{Cntrl}", "?")
                            + "'; change the templates of disks, their names, or the configuration's");
        }
        return reference;
    }

    /** Where nobody knows the host's folders, they are the usual ones. */
    private String usualReference(String machine, Location target, String file) {
        return switch (usual().place()) {
            case MachineKind.Place.HostFolder(String folder) ->
                switch (target) {
                    case Location.OnDisk onDisk ->
                        onDisk.path().toAbsolutePath().normalize().toString();
                    case Location.InBucket _ -> folder + file;
                };
            case MachineKind.Place.Beside _, MachineKind.Place.Packed _ -> seenFrom(folder(configFile(machine)), file);
        };
    }

    private static String seenFrom(Path folder, String file) {
        return folder.relativize(folder(file))
                .resolve(Path.of(file).getFileName())
                .toString();
    }

    /** That a file lies in, seen from the machine's place. */
    private static Path folder(String file) {
        return Path.of("/", file).resolveSibling("");
    }
}
