package io.vmloom.cli.command;

import io.vmloom.coordinator.manifest.MachineTarget;
import io.vmloom.error.RequestException;
import io.vmloom.machine.RuleWords;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What becomes of a machine whose disks are converted. */
final class ConvertedMachineOptions {
    @Option(
            names = "--config",
            paramLabel = "KIND",
            description =
                    "SRC is a machine (VMX, OVF, OVA, .vbox, config.pvs, libvirt XML with its disks beside it): write its"
                            + " configuration into DST too, when its disks are there: libvirt, xen, vmx, ovf or proxmox")
    private Optional<String> kind = Optional.empty();

    @Option(
            names = "--config-name",
            paramLabel = "TEMPLATE",
            description = "File of the configuration in DST, with {machine} and {extension} in it. Default: "
                    + MachineTarget.USUAL_CONFIG)
    private Optional<String> configName = Optional.empty();

    @Option(
            names = "--disk-name",
            paramLabel = "TEMPLATE",
            description =
                    "How the configuration calls the disks, with {machine}, {stem}, {path}, {number} and {format} in it."
                            + " Default: where they are in DST")
    private Optional<String> diskName = Optional.empty();

    @Mixin
    private RuleOptions rules = new RuleOptions();

    /** Rules for a machine that goes into a package. */
    RuleWords ofPackage() {
        if (kind.isPresent() || configName.isPresent() || diskName.isPresent()) {
            throw new RequestException("--config, --config-name and --disk-name are for a directory; an OVA has a"
                    + " descriptor, and names of its own");
        }
        return rules.words();
    }

    /** Empty where disks alone are converted. */
    Optional<MachineTarget> target() {
        RuleWords words = rules.words();
        if (kind.isEmpty() && (configName.isPresent() || diskName.isPresent() || !words.equals(RuleWords.NONE))) {
            throw new RequestException("--config-name, --disk-name, --bus, --nic and --network are about the"
                    + " configuration of a machine; say which kind is written with --config KIND");
        }
        return kind.map(name -> new MachineTarget(
                name, MachineTarget.USUAL_DISKS, configName.orElse(MachineTarget.USUAL_CONFIG), diskName, words));
    }
}
