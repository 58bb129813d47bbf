package io.vmloom.cli.client;

import java.io.PrintWriter;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/**
 * Shows a batch that is watched: a line for each item that ended, and how far it is, in a line that is written over on a
 * terminal and every few seconds elsewhere. Not thread-safe.
 */
public final class WatchDisplay {
    private static final String CLEAR_LINE = "\r\u001b[K";
    private static final Duration ELSEWHERE = Duration.ofSeconds(5);

    private final PrintWriter out;
    private final boolean terminal;
    private long saidNanos = System.nanoTime();

    public WatchDisplay(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    public void item(JsonNode item) {
        clear();
        out.println(BatchText.ending(item));
        out.flush();
    }

    public void progress(JsonNode batch) {
        String line = BatchText.progress(batch) + "; " + BatchText.summary(batch);
        if (terminal) {
            out.print(CLEAR_LINE + line);
        } else if (System.nanoTime() - saidNanos > ELSEWHERE.toNanos()) {
            saidNanos = System.nanoTime();
            out.println(line);
        }
        out.flush();
    }

    public void end() {
        clear();
        out.flush();
    }

    private void clear() {
        if (terminal) {
            out.print(CLEAR_LINE);
        }
    }
}
