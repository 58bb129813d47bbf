package io.vmloom.cli.command;

import io.vmloom.cli.client.ApiClient;
import io.vmloom.cli.report.ExitCode;
import io.vmloom.coordinator.estimate.Prices;
import io.vmloom.error.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code vmloom submit}: hands a batch to a coordinator. */
@Command(
        name = "submit",
        mixinStandardHelpOptions = true,
        description = "Hands a batch to a coordinator and prints its id.",
        footer = {
            "",
            "The coordinator reads and writes objects only: a manifest with local paths or seeds is refused.",
            "With --dry-run nothing is handed over: what the batch would take is printed, and 1 means that an item would be",
            "refused. With --watch, exit code 0 when every item succeeded or was skipped, 1 when one failed."
        })
final class SubmitCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(index = "0", paramLabel = "MANIFEST", description = "What to convert, as YAML or JSON")
    private Path manifest = Path.of("");

    @Option(names = "--watch", description = "Stay until the batch has ended; Ctrl-C leaves it running")
    private boolean watch;

    @Mixin
    private EstimateOptions estimate = new EstimateOptions();

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "1",
            description = "With --dry-run: for how many workers the time is told. Default: ${DEFAULT-VALUE}")
    private int workers = 1;

    @Override
    public Integer call() {
        byte[] document = read();
        try (ApiClient client = server.connect()) {
            if (estimate.dryRun) {
                Optional<Prices> prices = estimate.prices();
                JsonNode found =
                        client.dryRun(manifest.toString(), document, CommandContext.atLeastOne("--workers", workers));
                return estimate.print(found, prices, server.json).number();
            }
            JsonNode batch = client.submit(manifest.toString(), document);
            if (batch.has("dryRun")) { // which the manifest may say as well
                return estimate.print(batch, estimate.prices(), server.json).number();
            }
            String id = batch.path("id").asString();
            if (watch) {
                CommandContext.err(spec).println("batch " + id);
                CommandContext.err(spec).flush();
                return Watching.run(spec, client, id, server.json).number();
            }
            if (server.json) {
                ServerOptions.print(spec, batch);
            } else {
                CommandContext.say(spec, id);
            }
            return ExitCode.DONE.number();
        }
    }

    private byte[] read() {
        try {
            return Files.readAllBytes(manifest);
        } catch (NoSuchFileException e) {
            throw new RequestException(manifest + ": there is no such manifest");
        } catch (IOException e) {
            throw new RequestException(manifest + ": the manifest can not be read (" + e.getMessage() + ")");
        }
    }
}
