package io.vmloom.cli.command;

import io.vmloom.cli.client.ApiClient;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code vmloom cancel}: stops a batch. */
@Command(name = "cancel", description = "Stops a batch; what it began is removed, what has succeeded stays.")
final class CancelCommand extends OrderCommand {
    @Override
    JsonNode order(ApiClient client, String batch) {
        return client.order(batch, "cancel");
    }
}
