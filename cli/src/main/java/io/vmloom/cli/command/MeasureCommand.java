package io.vmloom.cli.command;

import io.vmloom.cli.engine.CommandStores;
import io.vmloom.coordinator.pipeline.InspectStep;
import io.vmloom.coordinator.pipeline.InspectedSource;
import io.vmloom.coordinator.pipeline.MeasureStep;
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

/** {@code vmloom measure}: how large a target could become, without converting anything. */
@Command(
        name = "measure",
        mixinStandardHelpOptions = true,
        description = "Says how large a target can become, from the source's metadata alone.",
        footer = {
            "",
            "The bound holds for every content; data that turns out to be zero, or compresses well, takes less."
        })
final class MeasureCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private SourceOptions sourceOptions = new SourceOptions();

    @Parameters(index = "0", paramLabel = "SRC", description = "Image to read")
    private String source = "";

    @Option(
            names = {"-t", "-O", "--to"},
            paramLabel = "FMT",
            required = true,
            description = "Format of the target")
    private String format = "";

    @Option(
            names = "-o",
            paramLabel = "KEY=VALUE",
            split = ",",
            description = "Option of the target format; may be repeated")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(names = "--json", description = "Print JSON")
    private boolean json;

    @Override
    public Integer call() {
        try (Stores stores = CommandStores.open();
                InspectedSource inspected = new InspectStep(stores)
                        .run(CommandContext.location(source), sourceOptions.format, sourceOptions.open())) {
            MeasureStep.Measure measure = MeasureStep.run(inspected, format, options);
            PrintWriter out = CommandContext.out(spec);
            if (json) {
                Map<String, Object> tree = new LinkedHashMap<>();
                tree.put("image", source);
                tree.put("targetFormat", format);
                tree.put("virtualBytes", measure.virtualBytes());
                tree.put("dataBytes", measure.dataBytes());
                tree.put("maxTargetBytes", measure.maxTargetBytes());
                tree.put("ranges", measure.ranges());
                out.println(ReportJson.text(tree));
            } else {
                out.println("disk of the guest:  " + size(measure.virtualBytes()));
                out.println("data to be read:    " + size(measure.dataBytes()));
                out.println("target at the most: " + size(measure.maxTargetBytes()));
                out.println("ranges of work:     " + measure.ranges());
            }
            out.flush();
            return 0;
        }
    }

    private static String size(long bytes) {
        return ByteSize.format(bytes) + " (" + bytes + " bytes)";
    }
}
