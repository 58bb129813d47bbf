package io.vmloom.cli.command;

import io.vmloom.cli.config.Configuration;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the settings of a process of a cluster come from. */
final class ConfigOption {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings, as lines of key=value or as YAML. Variables come before it")
    private Optional<Path> file = Optional.empty();

    Configuration load() {
        return Configuration.load(file, System.getenv());
    }
}
