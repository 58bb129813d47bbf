package io.vmloom.cli.command;

import io.vmloom.cli.client.ApiClient;
import io.vmloom.cli.client.BatchText;
import io.vmloom.cli.report.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code vmloom batches}: what a coordinator knows of. */
@Command(
        name = "batches",
        mixinStandardHelpOptions = true,
        description = "Lists the batches of a coordinator, the youngest first.")
final class BatchesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Override
    public Integer call() {
        try (ApiClient client = server.connect()) {
            JsonNode batches = client.batches();
            if (server.json) {
                ServerOptions.print(spec, batches);
            } else {
                BatchText.batches(batches.path("batches"), CommandContext.out(spec));
            }
            return ExitCode.DONE.number();
        }
    }
}
