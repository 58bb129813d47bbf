package io.vmloom.cli.command;

import io.vmloom.cli.client.ApiClient;
import io.vmloom.cli.report.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code vmloom cancel}: stops a batch. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description = "Stops a batch; what it began is removed, what has succeeded stays.")
final class CancelCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(index = "0", paramLabel = "ID", description = "Batch, as 'vmloom batches' lists it")
    private String id = "";

    @Override
    public Integer call() {
        try (ApiClient client = server.connect()) {
            JsonNode batch = client.cancel(id);
            if (server.json) {
                ServerOptions.print(spec, batch);
            } else {
                CommandContext.say(spec, id + ": " + batch.path("state").asString());
            }
            return ExitCode.DONE.number();
        }
    }
}
