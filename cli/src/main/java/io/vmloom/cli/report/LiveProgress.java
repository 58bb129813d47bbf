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
import java.util.Map;
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

    private record State(ItemStage stage, long doneBytes, long totalBytes) {}

    private final PrintWriter out;
    private final boolean terminal;
    private final int items;
    private final Map<String, State> running = new LinkedHashMap<>();
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
        State before = running.put(item.name(), new State(stage, doneBytes, totalBytes));
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
        StringBuilder line = new StringBuilder("[" + ended + "/" + items + "]");
        String separator = " ";
        for (Map.Entry<String, State> item : running.entrySet()) {
            line.append(separator).append(item.getKey()).append(' ').append(describe(item.getValue()));
            separator = ", ";
        }
        line.append(separator)
                .append(ByteSize.format(rate.bytesPerSecond(System.nanoTime())))
                .append("/s");
        if (terminal) {
            out.print(CLEAR_LINE + line);
        } else {
            out.println(line);
        }
        out.flush();
    }

    private void clear() {
        if (terminal) {
            out.print(CLEAR_LINE);
        }
    }

    private static String describe(State state) {
        if (state.totalBytes() <= 0 || state.doneBytes() == 0) {
            return state.stage().label();
        }
        long percent = Math.min(99, 100 * state.doneBytes() / state.totalBytes());
        return state.stage().label() + " " + percent + " % of " + ByteSize.format(state.totalBytes());
    }

    private static String ending(ItemOutcome outcome) {
        return switch (outcome) {
            case ItemOutcome.Succeeded done ->
                "succeeded, " + ByteSize.format(done.dataBytes()) + " of data into "
                        + ByteSize.format(done.targetBytes());
            case ItemOutcome.Skipped same -> "skipped, an equal target is there";
            case ItemOutcome.Failed failed -> "failed, " + failed.code();
        };
    }
}
