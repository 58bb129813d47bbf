package io.vmloom.cli.command;

import io.vmloom.check.CheckReport;
import io.vmloom.check.Finding;
import io.vmloom.cli.engine.CommandStores;
import io.vmloom.cli.report.ExitCode;
import io.vmloom.coordinator.pipeline.CheckStep;
import io.vmloom.store.Stores;
import io.vmloom.unit.ByteSize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vmloom check}: whether an image's metadata is in order. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Checks an image's metadata without changing it.",
        footer = {"", "Exit code 0 when it is clean, 1 for errors or leaks, 3 when it can not be read."})
final class CheckCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SRC", description = "Image to check")
    private String source = "";

    @Option(
            names = {"-f", "--from"},
            paramLabel = "FMT",
            defaultValue = "auto",
            description = "Format of the image; refused when the content is another one. Default: ${DEFAULT-VALUE}")
    private String format = "auto";

    @Mixin
    private Answer answer = new Answer();

    @Override
    public Integer call() {
        try (Stores stores = CommandStores.open()) {
            CheckReport report = new CheckStep(stores).run(CommandContext.location(source), format);
            answer.print(lines(report), tree(report));
            return (report.clean() ? ExitCode.DONE : ExitCode.FAILED).number();
        }
    }

    private List<String> lines(CheckReport report) {
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
                        ? source + ": " + report.format() + ", no errors were found"
                        : String.format(
                                Locale.ROOT,
                                "%s: %s, %d errors, %d leaks (%s)",
                                source,
                                report.format(),
                                report.errors(),
                                report.leaks(),
                                ByteSize.format(report.leakedBytes())));
        return lines;
    }

    private Map<String, Object> tree(CheckReport report) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("image", source);
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
