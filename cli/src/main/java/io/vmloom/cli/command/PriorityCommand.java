package io.vmloom.cli.command;

import io.vmloom.cli.client.ApiClient;
import io.vmloom.coordinator.terms.Priority;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code vmloom priority}: changes how soon a batch gets its turns. */
@Command(name = "priority", description = "Changes the priority of a batch, from its next turn on.")
final class PriorityCommand extends OrderCommand {
    @Parameters(index = "1", paramLabel = "N", description = "0 to 99; work of a higher number goes first")
    private String priority = "";

    @Override
    JsonNode order(ApiClient client, String batch) {
        return client.prioritize(batch, Priority.parse(priority).number());
    }
}
