package io.vmloom.cli.command;

import io.vmloom.cli.client.ApiClient;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code vmloom pause}: holds a batch. */
@Command(name = "pause", description = "Gives out nothing more of a batch; what is under way is finished.")
final class PauseCommand extends OrderCommand {
    @Override
    JsonNode order(ApiClient client, String batch) {
        return client.order(batch, "pause");
    }
}
