package io.vmloom.cli.command;

import io.vmloom.cli.client.ApiClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vmloom watch}: follows a batch. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description =
                "Follows a batch to its end. Exit code 0 when every item succeeded or was skipped, 5 when parts of one were"
                        + " lost to damage, else 1.")
final class WatchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(index = "0", paramLabel = "ID", description = "Batch, as 'vmloom batches' lists it")
    private String id = "";

    @Override
    public Integer call() {
        try (ApiClient client = server.connect()) {
            return Watching.run(spec, client, id, server.json).number();
        }
    }
}
