package io.vmloom.cli.command;

import io.vmloom.check.CheckReport;
import io.vmloom.check.CheckedFile;
import io.vmloom.check.Finding;
import io.vmloom.cipher.Secrets;
import io.vmloom.cli.engine.CommandStores;
import io.vmloom.cli.engine.Repair;
import io.vmloom.cli.report.ExitCode;
import io.vmloom.coordinator.job.Trust;
import io.vmloom.coordinator.pipeline.CheckStep;
import io.vmloom.error.RequestException;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.ByteSource;
import io.vmloom.source.FileGate;
import io.vmloom.store.Location;
import io.vmloom.store.Precondition;
import io.vmloom.store.Stores;
import io.vmloom.unit.ByteSize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vmloom check}: whether an image's metadata is in order. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Checks an image's metadata without changing it. With --chain or --allow-chain, the files that it is"
                        + " completed with are checked, too; with --key, whether it is the right one.",
        footer = {
            "",
            "Exit code 0 when all are clean, 1 for errors or leaks, 3 when one can not be read.",
            "",
            "With --repair: qcow2 (refcounts, leaks, dirty bit), VHDX (log, headers, region tables) and VHD (footer and its",
            "copy). The guest's disk stays the same, which is verified, and snapshots and bitmaps are kept. Exit code 0",
            "when OUT was written or there is nothing to repair, 3 when what is right can not be known: convert it then.",
            "",
            "Example:",
            "  vmloom check --repair repaired.qcow2 damaged.qcow2"
        })
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private SourceOptions source = new SourceOptions();

    @Option(
            names = "--repair",
            paramLabel = "OUT",
            description =
                    "Write a copy of SRC with its metadata in order to OUT, which must not be there yet; SRC stays as"
                            + " it is")
    private Optional<String> repaired = Optional.empty();

    @Mixin
    private Answer answer = new Answer();

    @Override
    public Integer call() {
        source.refuseMember();
        return repaired.map(this::repair).orElseGet(this::check);
    }

    private int repair(String name) {
        if (!(CommandContext.location(name) instanceof Location.OnDisk(Path target))) {
            throw new RequestException("a repaired copy is written as a file, got: " + name);
        }
        Trust trust = source.trust();
        try (Interrupt interrupt = new Interrupt();
                Stores stores = CommandStores.open();
                ByteSource image = stores.open(stores.pin(CommandContext.location(source.name)))) {
            OpenOptions options = new OpenOptions(
                    "", FileGate.CLOSED, trust.policy(), trust.key().map(Secrets.OF_THIS_HOST::read));
            Repair.Outcome outcome = new Repair(image, source.format, options, interrupt.cancellation())
                    .run(target, Precondition.ABSENT);
            List<String> lines = new ArrayList<>(outcome.changes());
            lines.add(
                    lines.isEmpty()
                            ? source.name + ": nothing is to be repaired, and nothing was written"
                            : name + ": a repaired copy with the same guest");
            Map<String, Object> tree = new LinkedHashMap<>(tree(source.name, outcome.before()));
            tree.put("changes", outcome.changes());
            answer.print(lines, tree);
            return ExitCode.DONE.number();
        }
    }

    private int check() {
        try (Stores stores = CommandStores.open()) {
            List<CheckedFile> files = new CheckStep(stores, Secrets.OF_THIS_HOST)
                    .run(CommandContext.location(source.name), source.format, source.snapshot, source.trust());
            boolean clean = files.stream().allMatch(file -> file.report().clean());
            answer.print(
                    files.stream().flatMap(file -> lines(file).stream()).toList(),
                    files.size() == 1 ? tree(source.name, files.getFirst().report()) : tree(files, clean));
            return (clean ? ExitCode.DONE : ExitCode.FAILED).number();
        }
    }

    private Map<String, Object> tree(List<CheckedFile> files, boolean clean) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("image", source.name);
        tree.put("clean", clean);
        tree.put(
                "files",
                files.stream().map(file -> tree(file.name(), file.report())).toList());
        return tree;
    }

    private static List<String> lines(CheckedFile file) {
        CheckReport report = file.report();
        List<String> lines = new ArrayList<>();
        for (Finding finding : report.first()) {
            lines.add("%-5s at 0x%x: %s".formatted(finding.severity(), finding.hostOffset(), finding.problem()));
        }
        long more = report.errors() + report.leaks() - report.first().size();
        if (more > 0) {
            lines.add("… and " + more + " more");
        }
        report.facts().forEach((fact, count) -> lines.add(fact + ": " + count));
        lines.add(
                report.clean()
                        ? file.name() + ": " + report.format() + ", no errors were found"
                        : String.format(
                                Locale.ROOT,
                                "%s: %s, %d errors, %d leaks (%s)",
                                file.name(),
                                report.format(),
                                report.errors(),
                                report.leaks(),
                                ByteSize.format(report.leakedBytes())));
        return lines;
    }

    private static Map<String, Object> tree(String image, CheckReport report) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("image", image);
        tree.put("format", report.format());
        tree.put("clean", report.clean());
        tree.put("errors", report.errors());
        tree.put("leaks", report.leaks());
        tree.put("leakedBytes", report.leakedBytes());
        tree.put("facts", report.facts());
        List<Map<String, Object>> findings = report.first().stream()
                .map(finding -> {
                    Map<String, Object> one = new LinkedHashMap<>();
                    one.put("severity", finding.severity().name());
                    one.put("offset", finding.hostOffset());
                    one.put("problem", finding.problem());
                    return one;
                })
                .toList();
        tree.put("findings", findings);
        return tree;
    }
}
