package io.vmloom.cli.command;

import io.vmloom.appliance.Appliance;
import io.vmloom.appliance.CheckDepth;
import io.vmloom.cli.engine.CommandStores;
import io.vmloom.cli.report.ApplianceText;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.pipeline.ApplianceStep;
import io.vmloom.coordinator.pipeline.InspectedSource;
import io.vmloom.store.Stores;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vmloom inspect}: what an image is, from its metadata alone. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = "Says what an image, or an appliance (OVA, OVF), is, from its metadata alone.")
final class InspectCommand implements Callable<Integer> {
    @Mixin
    private SourceOptions source = new SourceOptions();

    @Mixin
    private Answer answer = new Answer();

    @Option(
            names = "--all-digests",
            description = "Read all files of an appliance to compare them with its manifest, not only the small ones")
    private boolean allDigests;

    @Override
    public Integer call() {
        try (Stores stores = CommandStores.open()) {
            Optional<Appliance> appliance = appliance(stores);
            if (appliance.isPresent()) {
                answer.print(ApplianceText.lines(appliance.get()), ApplianceText.tree(appliance.get()));
                return appliance.get().findings().stream()
                                .anyMatch(finding -> finding.kind().isBad())
                        ? 1
                        : 0;
            }
            try (InspectedSource inspected = source.inspect(stores)) {
                answer.print(lines(inspected), tree(inspected));
                return 0;
            }
        }
    }

    private Optional<Appliance> appliance(Stores stores) {
        return source.member.isPresent() || !source.format.equals(ConversionRequest.AUTO)
                ? Optional.empty()
                : new ApplianceStep(stores)
                        .run(
                                CommandContext.location(source.name),
                                allDigests ? CheckDepth.ALL_FILES : CheckDepth.SMALL_FILES);
    }

    private List<String> lines(InspectedSource inspected) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("image", source.name);
        facts.put("format", inspected.image().format());
        facts.put("virtual size", CommandContext.size(inspected.image().virtualBytes()));
        facts.put("file size", CommandContext.size(inspected.sourceBytes()));
        facts.putAll(inspected.image().details());
        if (inspected.members().size() > 1) {
            facts.put("files", Integer.toString(inspected.members().size()));
        }
        int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0) + 1;
        return facts.entrySet().stream()
                .map(fact ->
                        fact.getKey() + ":" + " ".repeat(width - fact.getKey().length()) + fact.getValue())
                .toList();
    }

    private Map<String, Object> tree(InspectedSource inspected) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("image", source.name);
        tree.put("format", inspected.image().format());
        tree.put("virtualBytes", inspected.image().virtualBytes());
        tree.put("fileBytes", inspected.sourceBytes());
        tree.put("details", inspected.image().details());
        tree.put(
                "files",
                inspected.members().stream()
                        .map(file -> file.location().toString())
                        .toList());
        return tree;
    }
}
