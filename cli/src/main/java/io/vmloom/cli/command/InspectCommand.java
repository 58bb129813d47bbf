package io.vmloom.cli.command;

import io.vmloom.cli.engine.CommandStores;
import io.vmloom.coordinator.pipeline.InspectStep;
import io.vmloom.coordinator.pipeline.InspectedSource;
import io.vmloom.coordinator.report.ReportJson;
import io.vmloom.store.Stores;
import io.vmloom.unit.ByteSize;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vmloom inspect}: what an image is, from its metadata alone. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = "Says what an image is, from its metadata alone.")
final class InspectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private SourceOptions sourceOptions = new SourceOptions();

    @Parameters(index = "0", paramLabel = "SRC", description = "Image to read")
    private String source = "";

    @Option(names = "--json", description = "Print JSON")
    private boolean json;

    @Override
    public Integer call() {
        try (Stores stores = CommandStores.open();
                InspectedSource inspected = new InspectStep(stores)
                        .run(CommandContext.location(source), sourceOptions.format, sourceOptions.open())) {
            PrintWriter out = CommandContext.out(spec);
            if (json) {
                out.println(ReportJson.text(tree(inspected)));
            } else {
                print(lines(inspected), out);
            }
            out.flush();
            return 0;
        }
    }

    private Map<String, String> lines(InspectedSource inspected) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("image", source);
        lines.put("format", inspected.image().format());
        lines.put("virtual size", size(inspected.image().virtualBytes()));
        lines.put("file size", size(inspected.sourceBytes()));
        lines.putAll(inspected.image().details());
        return lines;
    }

    private static void print(Map<String, String> lines, PrintWriter out) {
        int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0) + 1;
        lines.forEach((name, value) -> out.println(name + ":" + " ".repeat(width - name.length()) + value));
    }

    private Map<String, Object> tree(InspectedSource inspected) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("image", source);
        tree.put("format", inspected.image().format());
        tree.put("virtualBytes", inspected.image().virtualBytes());
        tree.put("fileBytes", inspected.sourceBytes());
        tree.put("details", inspected.image().details());
        return tree;
    }

    private static String size(long bytes) {
        return ByteSize.format(bytes) + " (" + bytes + " bytes)";
    }
}
