package io.vmloom.cli.command;

import io.vmloom.cli.engine.CommandStores;
import io.vmloom.cli.report.MapRows;
import io.vmloom.coordinator.pipeline.InspectStep;
import io.vmloom.coordinator.pipeline.InspectedSource;
import io.vmloom.coordinator.report.ReportJson;
import io.vmloom.store.Stores;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vmloom map}: what each byte of the guest's disk is. */
@Command(
        name = "map",
        mixinStandardHelpOptions = true,
        description = "Prints what each byte of the guest's disk is, from the metadata alone.",
        footer = {
            "",
            "Kinds: data (plain bytes at FILE OFFSET), compressed, zero (said to be zero), hole (never written).",
            "Neighbours of one kind are one line; plain data also has to go on in the file."
        })
final class MapCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private SourceOptions sourceOptions = new SourceOptions();

    @Parameters(index = "0", paramLabel = "SRC", description = "Image to read")
    private String source = "";

    @Option(names = "--json", description = "Print a JSON object per line")
    private boolean json;

    @Override
    public Integer call() {
        try (Stores stores = CommandStores.open();
                InspectedSource inspected = new InspectStep(stores)
                        .run(CommandContext.location(source), sourceOptions.format, sourceOptions.open())) {
            PrintWriter out = CommandContext.out(spec);
            if (!json) {
                out.printf("%-18s %-18s %-18s %s%n", "GUEST OFFSET", "LENGTH", "FILE OFFSET", "KIND");
            }
            MapRows.forEach(
                    inspected.image(),
                    row -> out.println(
                            json
                                    ? ReportJson.line(row.tree())
                                    : "%-18s %-18s %-18s %s"
                                            .formatted(
                                                    "0x" + Long.toHexString(row.start()),
                                                    "0x" + Long.toHexString(row.lengthBytes()),
                                                    row.fileOffset().isPresent()
                                                            ? "0x"
                                                                    + Long.toHexString(row.fileOffset()
                                                                            .getAsLong())
                                                            : "-",
                                                    row.kind().label())));
            out.flush();
            return 0;
        }
    }
}
