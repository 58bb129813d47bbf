package io.vmloom.cli.command;

import io.vmloom.coordinator.pipeline.InspectStep;
import io.vmloom.coordinator.pipeline.InspectedSource;
import io.vmloom.format.OpenOptions;
import io.vmloom.store.Stores;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which image is read, and how. */
final class SourceOptions {
    @Parameters(index = "0", paramLabel = "SRC", description = "Image to read")
    String name = "";

    @Option(
            names = {"-f", "--from"},
            paramLabel = "FMT",
            defaultValue = "auto",
            description = "Format of the source; refused when the content is another one. Default: ${DEFAULT-VALUE}")
    String format = "auto";

    @Option(
            names = {"-l", "--snapshot"},
            paramLabel = "NAME",
            defaultValue = "",
            description = "Internal snapshot to read, by id or name")
    String snapshot = "";

    /** Reads its metadata. */
    InspectedSource inspect(Stores stores) {
        return new InspectStep(stores).run(CommandContext.location(name), format, new OpenOptions(snapshot));
    }
}
