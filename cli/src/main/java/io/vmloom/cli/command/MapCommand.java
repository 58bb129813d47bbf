package io.vmloom.cli.command;

import io.vmloom.cli.engine.CommandStores;
import io.vmloom.cli.report.MapRows;
import io.vmloom.coordinator.pipeline.InspectedSource;
import io.vmloom.coordinator.report.ReportJson;
import io.vmloom.store.Stores;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vmloom map}: what each byte of the guest's disk is. */
@Command(
        name = "map",
        mixinStandardHelpOptions = true,
        description = "Prints what each byte of the guest's disk is, from the metadata alone.",
        footer = {
            "",
            "Kinds: data (plain bytes at FILE OFFSET), encrypted (there too), compressed, zero (said to be zero), hole (never written).",
            "Neighbours of one kind are one line; data also have to go on in the file."
        })
final class MapCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private SourceOptions source = new SourceOptions();

    @Option(names = "--json", description = "Print a JSON object per line")
    private boolean json;

    @Override
    public Integer call() {
        try (Stores stores = CommandStores.open();
                InspectedSource inspected = source.inspect(stores)) {
            PrintWriter out = CommandContext.out(spec);
            if (!json) {
                out.println(MapRows.HEADER);
            }
            MapRows.forEach(inspected.image(), row -> out.println(json ? ReportJson.line(row.tree()) : row.line()));
            out.flush();
            return 0;
        }
    }
}
