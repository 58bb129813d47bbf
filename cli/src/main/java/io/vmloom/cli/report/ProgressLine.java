package io.vmloom.cli.report;

import io.vmloom.coordinator.job.ItemStage;
import io.vmloom.unit.ByteSize;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What is under way, in one line: a bar, how much of how much, how fast, and for how long it goes on at this rate.
 *
 * @param ended of all items
 * @param running by name, in the order they began
 * @param bytesPerSecond over the last seconds
 */
record ProgressLine(int ended, int items, SequencedMap<String, Stage> running, long bytesPerSecond) {
    private static final int BAR = 20;
    private static final String CUT = "…";

    /**
     * How far one item is.
     *
     * @param totalBytes 0 where that has no meaning
     */
    record Stage(ItemStage stage, long doneBytes, long totalBytes) {}

    /** @param columns as long as it may be */
    String text(int columns) {
        String text = running.size() == 1 ? one(running.firstEntry()) : several();
        return text.length() <= columns ? text : text.substring(0, Math.max(0, columns - 1)) + CUT;
    }

    private String one(Map.Entry<String, Stage> item) {
        Stage stage = item.getValue();
        return counted() + item.getKey() + " " + stage.stage().label() + pace(stage.doneBytes(), stage.totalBytes());
    }

    /** Numbers first, because names may be cut off. */
    private String several() {
        long done = running.values().stream().mapToLong(Stage::doneBytes).sum();
        long total = running.values().stream().mapToLong(Stage::totalBytes).sum();
        return counted() + running.size() + " under way" + pace(done, total) + ": "
                + String.join(", ", running.sequencedKeySet());
    }

    private String counted() {
        return items > 1 ? "[" + ended + "/" + items + "] " : "";
    }

    private String pace(long done, long total) {
        if (total <= 0 || done <= 0) {
            return "";
        }
        double share = Math.min(1, (double) done / total);
        String bar = "#".repeat((int) (share * BAR));
        String text = " [%s%s] %d %% of %s, %s/s"
                .formatted(
                        bar,
                        "-".repeat(BAR - bar.length()),
                        Math.min(99, (int) (100 * share)),
                        ByteSize.format(total),
                        ByteSize.format(bytesPerSecond));
        return bytesPerSecond > 0 ? text + ", " + left((total - done) / bytesPerSecond) + " left" : text;
    }

    private static String left(long seconds) {
        Duration left = Duration.ofSeconds(Math.max(0, seconds));
        return left.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d h", left.toHours(), left.toMinutesPart())
                : String.format(Locale.ROOT, "%d:%02d", left.toMinutes(), left.toSecondsPart());
    }
}
