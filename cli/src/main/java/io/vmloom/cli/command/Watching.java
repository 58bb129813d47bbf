package io.vmloom.cli.command;

import io.vmloom.cli.client.ApiClient;
import io.vmloom.cli.client.BatchText;
import io.vmloom.cli.client.BatchWatch;
import io.vmloom.cli.client.WatchDisplay;
import io.vmloom.cli.report.ExitCode;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;

/** Follows a batch to its end, for the commands that do. */
final class Watching {
    private Watching() {}

    /** Progress goes to standard error, what became of the batch to standard output. */
    static ExitCode run(CommandSpec spec, ApiClient client, String id, boolean json) {
        WatchDisplay display = new WatchDisplay(CommandContext.err(spec), CommandContext.errIsTerminal());
        AtomicBoolean losses = new AtomicBoolean();
        Consumer<JsonNode> heed = item -> losses.compareAndSet(false, BatchText.hasLosses(item));
        BatchWatch watch = json
                ? new BatchWatch(client, id, heed, _ -> {})
                : new BatchWatch(client, id, heed.andThen(display::item), display::progress);
        JsonNode ended = watch.untilEnd();
        if (json) {
            ServerOptions.print(spec, client.report(id));
        } else {
            display.end();
            CommandContext.say(spec, ended.path("state").asString() + ", " + BatchText.summary(ended));
        }
        if (!ended.path("state").asString().equals("COMPLETE")) {
            return ExitCode.FAILED;
        }
        return losses.get() ? ExitCode.LOSSES : ExitCode.DONE;
    }
}
