package io.vmloom.cli.command;

import io.vmloom.cli.client.ApiClient;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code vmloom purge}: forgets a batch. */
@Command(
        name = "purge",
        description = "Forgets a batch that has ended, with its report; what it wrote stays. Needs the role admin.")
final class PurgeCommand extends OrderCommand {
    @Override
    JsonNode order(ApiClient client, String batch) {
        return client.purge(batch);
    }

    @Override
    String outcome(JsonNode answer) {
        return "purged";
    }
}
