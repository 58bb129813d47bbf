package io.vmloom.cli.command;

import io.vmloom.cli.embedded.DataDirectory;
import io.vmloom.cli.embedded.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import picocli.CommandLine.Option;

/** Of a cluster that lives in one process. */
final class ClusterOptions {
    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "2",
            description = "Workers, which share the cores. Default: ${DEFAULT-VALUE}")
    private int workers = 2;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".vmloom",
            description = "Where the servers keep their data. Default: ${DEFAULT-VALUE}")
    private Path data = Path.of(".vmloom");

    int workers() {
        return CommandContext.atLeastOne("--workers", workers);
    }

    /** Whether there is a store already. */
    boolean hasObjects() {
        return Files.isDirectory(data.resolve("s3"));
    }

    DataDirectory openData() {
        return DataDirectory.open(data);
    }

    DataDirectory openData(Set<Server> servers) {
        return DataDirectory.open(data, servers);
    }
}
