package io.vmloom.cli.report;

import io.vmloom.coordinator.job.BatchListener;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.job.ItemStage;
import io.vmloom.coordinator.status.Rate;
import io.vmloom.unit.ByteSize;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells people how far a batch is: one line that is written over on a terminal, a line every few seconds elsewhere, and
 * a line for each item that ends. Thread-safe.
 */
public final class LiveProgress implements BatchListener, AutoCloseable {
    private static final Duration ON_TERMINAL = Duration.ofMillis(200);
    private static final Duration ELSEWHERE = Duration.ofSeconds(5);
    private static final String CLEAR_LINE = "\r\u001b[K";

    /** Of a terminal that does not say how wide it is; elsewhere nothing is cut off. */
    private static final int USUAL_COLUMNS = 79;

    private final PrintWriter out;
    private final boolean terminal;
    private final int items;
    private final SequencedMap<String, ProgressLine.Stage> running = new LinkedHashMap<>();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("progress").factory());
    private final Rate rate = new Rate();
    private int ended;

    /** @param terminal whether {@code out} is one */
    public LiveProgress(PrintWriter out, boolean terminal, int items) {
        this.out = out;
        this.terminal = terminal;
        this.items = items;
        long period = (terminal ? ON_TERMINAL : ELSEWHERE).toMillis();
        ticker.scheduleAtFixedRate(this::tick, period, period, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void progress(ConversionRequest item, ItemStage stage, long doneBytes, long totalBytes) {
        ProgressLine.Stage before = running.put(item.name(), new ProgressLine.Stage(stage, doneBytes, totalBytes));
        if (before != null && before.stage() == stage) {
            rate.add(doneBytes - before.doneBytes(), System.nanoTime());
        }
    }

    @Override
    public synchronized void finished(ItemReport report) {
        running.remove(report.request().name());
        ended++;
        clear();
        out.printf(
                Locale.ROOT,
                "[%d/%d] %s: %s in %.1f s%n",
                ended,
                items,
                report.request().name(),
                ending(report.outcome()),
                report.took().toMillis() / 1000.0);
        out.flush();
    }

    @Override
    public synchronized void close() {
        ticker.shutdownNow();
        clear();
        out.flush();
    }

    private synchronized void tick() {
        if (running.isEmpty()) {
            return;
        }
        ProgressLine line = new ProgressLine(ended, items, running, rate.bytesPerSecond(System.nanoTime()));
        if (terminal) {
            out.print(CLEAR_LINE + line.text(columns()));
        } else {
            out.println(line.text(Integer.MAX_VALUE));
        }
        out.flush();
    }

    private void clear() {
        if (terminal) {
            out.print(CLEAR_LINE);
        }
    }

    /** Shells keep it in a variable, of which they tell those who ask for it. */
    private static int columns() {
        try {
            return Math.max(1, Integer.parseInt(System.getenv().getOrDefault("COLUMNS", "")) - 1);
        } catch (NumberFormatException e) {
            return USUAL_COLUMNS;
        }
    }

    private static String ending(ItemOutcome outcome) {
        return switch (outcome) {
            case ItemOutcome.Succeeded done ->
                "succeeded, " + ByteSize.format(done.dataBytes()) + " of data into "
                        + ByteSize.format(done.targetBytes());
            case ItemOutcome.Skipped same -> "skipped, an equal target is there";
            case ItemOutcome.Assembled made -> "succeeded, for a machine of " + made.disks() + " disks";
            case ItemOutcome.Failed failed -> "failed, " + failed.code();
        };
    }
}
