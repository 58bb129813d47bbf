package io.vmloom.cli.command;

import io.vmloom.cli.client.ApiClient;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code vmloom confirm}: says go. */
@Command(name = "confirm", description = "Says go to a batch whose manifest says confirmationRequired.")
final class ConfirmCommand extends OrderCommand {
    @Override
    JsonNode order(ApiClient client, String batch) {
        return client.order(batch, "confirm");
    }
}
