package io.vmloom.cli.command;

import io.vmloom.cli.client.ApiClient;
import io.vmloom.cli.client.BatchText;
import io.vmloom.cli.report.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code vmloom status}: how far a batch is. */
@Command(name = "status", mixinStandardHelpOptions = true, description = "Says how far a batch and its items are.")
final class StatusCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(index = "0", paramLabel = "ID", description = "Batch, as 'vmloom batches' lists it")
    private String id = "";

    @Option(
            names = "--items",
            paramLabel = "N",
            defaultValue = "100",
            description = "Items that are shown, 1000 at most. Default: ${DEFAULT-VALUE}")
    private int items = 100;

    @Override
    public Integer call() {
        try (ApiClient client = server.connect()) {
            JsonNode batch = client.status(id, CommandContext.atLeastOne("--items", items));
            if (server.json) {
                ServerOptions.print(spec, batch);
            } else {
                BatchText.status(batch, CommandContext.out(spec));
            }
            return ExitCode.DONE.number();
        }
    }
}
