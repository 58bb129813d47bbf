package io.vmloom.cli.command;

import io.vmloom.cli.client.ApiClient;
import io.vmloom.coordinator.report.ReportJson;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Which coordinator is asked, and how its answer is shown. */
final class ServerOptions {
    private static final String USUAL = "http://127.0.0.1:8440";

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "Coordinator. Default: the variable VMLOOM_SERVER, else " + USUAL)
    private Optional<String> server = Optional.empty();

    @Option(names = "--json", description = "Print JSON")
    boolean json;

    ApiClient connect() {
        return ApiClient.of(server.or(() -> Optional.ofNullable(System.getenv("VMLOOM_SERVER")))
                .filter(url -> !url.isBlank())
                .orElse(USUAL));
    }

    static void print(CommandSpec spec, JsonNode tree) {
        CommandContext.say(spec, ReportJson.text(tree));
    }
}
