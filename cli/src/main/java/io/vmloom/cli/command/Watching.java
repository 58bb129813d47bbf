package io.vmloom.cli.command;

import io.vmloom.cli.client.ApiClient;
import io.vmloom.cli.client.BatchText;
import io.vmloom.cli.client.BatchWatch;
import io.vmloom.cli.client.WatchDisplay;
import io.vmloom.cli.report.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;

/** Follows a batch to its end, for the commands that do. */
final class Watching {
    private Watching() {}

    /** Progress goes to standard error, what became of the batch to standard output. */
    static ExitCode run(CommandSpec spec, ApiClient client, String id, boolean json) {
        WatchDisplay display = new WatchDisplay(CommandContext.err(spec), CommandContext.errIsTerminal());
        BatchWatch watch = json
                ? new BatchWatch(client, id, _ -> {}, _ -> {})
                : new BatchWatch(client, id, display::item, display::progress);
        JsonNode ended = watch.untilEnd();
        if (json) {
            ServerOptions.print(spec, client.report(id));
        } else {
            display.end();
            CommandContext.say(spec, ended.path("state").asString() + ", " + BatchText.summary(ended));
        }
        return ended.path("state").asString().equals("SUCCEEDED") ? ExitCode.DONE : ExitCode.FAILED;
    }
}
