package io.vmloom.cli.command;

import io.vmloom.cli.client.ApiClient;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code vmloom retry}: tries again what failed. */
@Command(name = "retry", description = "Has the items of an ended batch done once more that failed or were cancelled.")
final class RetryCommand extends OrderCommand {
    @Override
    JsonNode order(ApiClient client, String batch) {
        return client.order(batch, "retry");
    }
}
