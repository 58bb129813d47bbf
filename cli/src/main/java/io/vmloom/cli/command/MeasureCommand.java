package io.vmloom.cli.command;

import io.vmloom.cli.engine.CommandStores;
import io.vmloom.coordinator.pipeline.InspectedSource;
import io.vmloom.coordinator.pipeline.MeasureStep;
import io.vmloom.store.Stores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
    @Mixin
    private SourceOptions source = new SourceOptions();

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
    private List<String> options = new ArrayList<>();

    @Mixin
    private Answer answer = new Answer();

    @Override
    public Integer call() {
        try (Stores stores = CommandStores.open();
                InspectedSource inspected = source.inspect(stores)) {
            MeasureStep.Measure measure =
                    MeasureStep.run(inspected, source.trust(), format, KeyValues.of("-o", options));
            answer.print(lines(measure), tree(measure));
            return 0;
        }
    }

    private static List<String> lines(MeasureStep.Measure measure) {
        return List.of(
                "disk of the guest:  " + CommandContext.size(measure.virtualBytes()),
                "data to be read:    " + CommandContext.size(measure.dataBytes()),
                "target at the most: " + CommandContext.size(measure.maxTargetBytes()),
                "ranges of work:     " + measure.ranges());
    }

    private Map<String, Object> tree(MeasureStep.Measure measure) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("image", source.name);
        tree.put("targetFormat", format);
        tree.put("virtualBytes", measure.virtualBytes());
        tree.put("dataBytes", measure.dataBytes());
        tree.put("maxTargetBytes", measure.maxTargetBytes());
        tree.put("ranges", measure.ranges());
        return tree;
    }
}
