package io.vmloom.cli.command;

import io.vmloom.format.OpenOptions;
import picocli.CommandLine.Option;

/** How a source is to be read. */
final class SourceOptions {
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

    OpenOptions open() {
        return new OpenOptions(snapshot);
    }
}
