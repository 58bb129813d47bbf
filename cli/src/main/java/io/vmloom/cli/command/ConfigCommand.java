package io.vmloom.cli.command;

import io.vmloom.appliance.Descriptors;
import io.vmloom.cli.engine.CommandStores;
import io.vmloom.cli.engine.TextTarget;
import io.vmloom.coordinator.report.ReportJson;
import io.vmloom.error.RequestException;
import io.vmloom.machine.ConfigFile;
import io.vmloom.machine.Drive;
import io.vmloom.machine.Machine;
import io.vmloom.machine.Medium;
import io.vmloom.machine.Reading;
import io.vmloom.machine.kind.MachineKind;
import io.vmloom.machine.kind.MachineKinds;
import io.vmloom.machine.kind.Translation;
import io.vmloom.source.ByteSource;
import io.vmloom.store.Location;
import io.vmloom.store.Stores;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vmloom config}: a machine's configuration for another hypervisor. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Writes a machine's configuration for another hypervisor; its disks are converted by themselves.",
        footer = {
            "",
            "Every setting that is not taken over as it was is told of on standard error, and",
            "by --json. No file that a configuration names is opened.",
            "",
            "Examples:",
            "  vmloom config web.vmx web.xml --disk-format qcow2 --disk-name '/images/{stem}.qcow2'",
            "  vmloom config web.ova web.xml --bus virtio --nic virtio --disk-format qcow2",
            "  vmloom config web.vmx web.cfg --disk-format raw --network '*=bridge:xenbr0'",
            "  vmloom config web.xml - --to vmx --bus lsisas1068 --nic vmxnet3"
        })
final class ConfigCommand implements Callable<Integer> {
    private static final String STANDARD_OUTPUT = "-";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            paramLabel = "SRC",
            description = "Configuration to read; its kind is found by its content")
    private String source = "";

    @Parameters(index = "1", paramLabel = "DST", description = "Configuration to write, or - for standard output")
    private String target = "";

    @Option(
            names = {"-t", "--to"},
            paramLabel = "KIND",
            description =
                    "Kind to write: libvirt, xen, vmx, ovf or proxmox. Default: by DST's extension (xml, cfg, vmx, ovf,"
                            + " conf)")
    private Optional<String> to = Optional.empty();

    @Option(names = "--overwrite", description = "Replace what stands at DST")
    private boolean overwrite;

    @Mixin
    private MachineOptions options = new MachineOptions();

    @Mixin
    private Answer answer = new Answer();

    @Override
    public Integer call() {
        boolean printed = target.equals(STANDARD_OUTPUT);
        if (printed && answer.isJson()) {
            throw new RequestException(
                    "--json and the configuration can not both go to standard output; name a file as DST");
        }
        MachineKind targetKind = targetKind();
        try (Stores stores = CommandStores.open()) {
            ConfigFile file = read(stores);
            MachineKind sourceKind = MachineKinds.detect(file);
            Reading reading = sourceKind.reader().orElseThrow().read(file);
            Translation made = Translation.of(reading, options.rules(reading.machine()), targetKind);
            if (printed) {
                CommandContext.out(spec).print(made.text());
                CommandContext.out(spec).flush();
            } else {
                TextTarget.write(stores, CommandContext.location(target), made.text(), overwrite);
            }
            report(sourceKind, targetKind, reading.machine(), made, printed);
            return 0;
        }
    }

    private MachineKind targetKind() {
        return to.map(name -> MachineKinds.named(name)
                        .orElseThrow(() -> new RequestException("--to knows " + written() + ", got: '" + name + "'")))
                .or(() -> MachineKinds.ofFile(target))
                .orElseThrow(() -> new RequestException(
                        "'" + target + "' does not say what kind of configuration it is; give --to " + written()));
    }

    private static String written() {
        return MachineKinds.all().stream()
                .filter(kind -> kind.writer().isPresent())
                .map(MachineKind::name)
                .collect(Collectors.joining(", "));
    }

    private ConfigFile read(Stores stores) {
        Location location = CommandContext.location(source);
        try (ByteSource bytes = stores.open(stores.pin(location))) {
            return ConfigFile.of(Descriptors.of(bytes));
        }
    }

    private void report(
            MachineKind sourceKind, MachineKind targetKind, Machine before, Translation made, boolean printed) {
        if (!answer.isJson()) {
            PrintWriter err = CommandContext.err(spec);
            made.notes().forEach(err::println);
            err.flush();
        }
        if (!printed) {
            answer.print(
                    List.of(before.name() + ": " + sourceKind.title() + " became " + targetKind.title() + ", "
                            + made.machine().disks().size() + " disks, "
                            + made.notes().size()
                            + " settings not taken over as they were"),
                    tree(sourceKind, targetKind, before, made));
        }
    }

    private Map<String, Object> tree(MachineKind sourceKind, MachineKind targetKind, Machine before, Translation made) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("machine", before.name());
        tree.put("source", source);
        tree.put("sourceKind", sourceKind.name());
        tree.put("target", target);
        tree.put("targetKind", targetKind.name());
        tree.put("sourceDisks", files(before));
        tree.put("targetDisks", files(made.machine()));
        tree.put("notes", made.notes().stream().map(ReportJson::note).toList());
        return tree;
    }

    private static List<String> files(Machine machine) {
        return machine.disks().stream()
                .map(Drive::medium)
                .filter(Medium.Image.class::isInstance)
                .map(file -> ((Medium.Image) file).reference())
                .toList();
    }
}
