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

/** Asks something of a batch, and says how it stands then. */
@Command(mixinStandardHelpOptions = true)
abstract class OrderCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(index = "0", paramLabel = "ID", description = "Batch, as 'vmloom batches' lists it")
    private String id = "";

    /** Answers what the coordinator said: the batch, if there still is one. */
    abstract JsonNode order(ApiClient client, String batch);

    /** In a word or two. */
    String outcome(JsonNode answer) {
        return answer.path("state").asString();
    }

    @Override
    public Integer call() {
        try (ApiClient client = server.connect()) {
            JsonNode batch = order(client, id);
            if (server.json) {
                ServerOptions.print(spec, batch);
            } else {
                CommandContext.say(spec, id + ": " + outcome(batch));
            }
            return ExitCode.DONE.number();
        }
    }
}
