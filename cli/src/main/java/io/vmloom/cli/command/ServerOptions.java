package io.vmloom.cli.command;

import io.vmloom.cli.client.ApiClient;
import io.vmloom.coordinator.report.ReportJson;
import io.vmloom.error.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "File that holds the token to use. Default: the token in the variable VMLOOM_TOKEN, else none")
    private Optional<Path> tokenFile = Optional.empty();

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "Certificates in PEM to trust. Default: the variable VMLOOM_CA_FILE, else those of Java")
    private Optional<Path> certificates = Optional.empty();

    @Option(names = "--json", description = "Print JSON")
    boolean json;

    ApiClient connect() {
        return ApiClient.of(
                server.or(() -> variable("VMLOOM_SERVER")).orElse(USUAL),
                tokenFile.map(ServerOptions::token).or(() -> variable("VMLOOM_TOKEN")),
                certificates.or(() -> variable("VMLOOM_CA_FILE").map(Path::of)));
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(text -> !text.isBlank());
    }

    private static String token(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new RequestException(
                    file + ": the token can not be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    static void print(CommandSpec spec, JsonNode tree) {
        CommandContext.say(spec, ReportJson.text(tree));
    }
}
