package io.vmloom.cli.command;

import io.vmloom.cli.client.ApiClient;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code vmloom resume}: goes on with a paused batch. */
@Command(name = "resume", description = "Goes on with a paused batch.")
final class ResumeCommand extends OrderCommand {
    @Override
    JsonNode order(ApiClient client, String batch) {
        return client.order(batch, "resume");
    }
}
