package io.vmloom.coordinator.manifest;

import io.vmloom.coordinator.job.PackageItems;
import io.vmloom.error.RequestException;
import io.vmloom.machine.RuleWords;
import java.util.Map;
import java.util.Optional;

/** Reads what an item says of a machine. */
final class MachineReader {
    private static final String MACHINE = "machine";
    private static final String DISK = "disk";
    private static final String FOR_MACHINES = "for machines; say kind: machine, or leave it out";
    private static final String FOR_SEVERAL_FILES = "for machines of several files, and a package is one; leave it out";

    private MachineReader() {}

    /** Keys of machines are refused for a disk, and the other way round. */
    static ItemKind kind(Fields item, Fields source, Fields output) {
        boolean machine = item.decisive("kind", MachineReader::isMachine).orElse(false);
        Optional<RuleWords> rules = item.section("rules", MachineReader::rules);
        Optional<String> config = output.text("config");
        Optional<String> disks = output.text("disks");
        Optional<String> configName = output.text("configName");
        Optional<String> diskName = output.text("diskName");
        if (!machine) {
            refuse(rules, item, "rules", FOR_MACHINES);
            refuse(config, output, "config", FOR_MACHINES);
            refuse(disks, output, "disks", FOR_MACHINES);
            refuse(configName, output, "configName", FOR_MACHINES);
            refuse(diskName, output, "diskName", FOR_MACHINES);
            return ItemKind.DISK;
        }
        refuse(source.take("member"), source, "member", "one disk of a machine, and all are converted; leave it out");
        refuse(
                source.take("uris"),
                source,
                "uris",
                "several images of one disk, and a machine is one file; give its uri");
        refuse(source.take("snapshot"), source, "snapshot", "of one image, and a machine has several; leave it out");
        String written = config.orElseThrow(() ->
                output.position().refuse(output.inside("config") + " must say which kind of configuration is written"));
        if (written.equals(PackageItems.FORMAT)) {
            refuse(disks, output, "disks", FOR_SEVERAL_FILES);
            refuse(configName, output, "configName", FOR_SEVERAL_FILES);
            refuse(diskName, output, "diskName", FOR_SEVERAL_FILES);
            return new ItemKind.Package(rules.orElse(RuleWords.NONE));
        }
        return new ItemKind.Machine(target(
                output,
                written,
                disks.orElse(MachineTarget.USUAL_DISKS),
                configName.orElse(MachineTarget.USUAL_CONFIG),
                diskName,
                rules.orElse(RuleWords.NONE)));
    }

    private static MachineTarget target(
            Fields output, String config, String disks, String configName, Optional<String> diskName, RuleWords rules) {
        try {
            return new MachineTarget(config, disks, configName, diskName, rules);
        } catch (RequestException e) {
            throw output.position("config").refuse(output.inside("config") + ": " + e.getMessage());
        }
    }

    private static boolean isMachine(String word) {
        return switch (word) {
            case MACHINE -> true;
            case DISK -> false;
            default -> throw new RequestException("must be disk or machine, got: '" + word + "'");
        };
    }

    private static RuleWords rules(Fields fields) {
        Optional<String> bus = fields.value("bus", text -> checked(text, Optional.of(text), Optional.empty()));
        Optional<String> nic = fields.value("nic", text -> checked(text, Optional.empty(), Optional.of(text)));
        Map<String, String> networks = fields.texts("networks").orElse(Map.of());
        try {
            return new RuleWords(bus, nic, networks);
        } catch (IllegalArgumentException e) {
            throw fields.position("networks").refuse(fields.inside("networks") + ": " + e.getMessage());
        }
    }

    private static String checked(String text, Optional<String> bus, Optional<String> nic) {
        try {
            new RuleWords(bus, nic, Map.of());
            return text;
        } catch (IllegalArgumentException e) {
            throw new RequestException(String.valueOf(e.getMessage()));
        }
    }

    private static void refuse(Optional<?> said, Fields fields, String key, String why) {
        if (said.isPresent()) {
            throw fields.position(key).refuse(fields.inside(key) + " is " + why);
        }
    }
}
