package io.vmloom.cli.client;

import io.vmloom.cli.report.LossText;
import io.vmloom.cli.report.TextTable;
import io.vmloom.unit.ByteSize;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What the API answers, for people. */
public final class BatchText {
    private static final String NOTHING = "-";
    private static final List<String> UNDER_WAY =
            List.of("inspecting", "planned", "converting", "stitching", "verifying");
    private static final int DIGEST_CHARACTERS = 16;

    private BatchText() {}

    /** A line per batch. */
    public static void batches(JsonNode batches, PrintWriter out) {
        TextTable table = new TextTable(
                List.of("BATCH", "NAME", "STATE", "ITEMS", "DONE", "FAILED", "%", "RATE", "ETA", "SUBMITTED"),
                Set.of(3, 4, 5, 6, 7, 8));
        for (JsonNode batch : batches) {
            JsonNode counts = batch.path("counts");
            table.row(List.of(
                    text(batch, "id"),
                    text(batch, "name"),
                    text(batch, "state"),
                    text(counts, "total"),
                    String.valueOf(counts.path("succeeded").asInt()
                            + counts.path("skipped").asInt()),
                    text(counts, "failed"),
                    text(batch, "percent"),
                    rate(batch),
                    eta(batch),
                    time(batch, "submitted")));
        }
        table.lines().forEach(out::println);
        out.flush();
    }

    /** The batch in a few lines, and a line for each item that came with it. */
    public static void status(JsonNode batch, PrintWriter out) {
        out.println("batch:     " + text(batch, "id") + " (" + text(batch, "name") + ")");
        out.println("state:     " + text(batch, "state") + ", " + summary(batch));
        out.println("submitted: " + time(batch, "submitted")
                + (batch.has("ended") ? ", ended " + time(batch, "ended") : ""));
        out.println("progress:  " + progress(batch));
        out.println();
        TextTable table = new TextTable(
                List.of("ITEM", "STATE", "STAGE", "%", "DONE", "OF", "RATE", "ETA"), Set.of(3, 4, 5, 6, 7));
        for (JsonNode item : batch.path("items")) {
            table.row(List.of(
                    text(item, "name"),
                    text(item, "state"),
                    stage(item),
                    text(item, "percent"),
                    size(item, "doneBytes"),
                    size(item, "knownBytes"),
                    rate(item),
                    eta(item)));
        }
        table.lines().forEach(out::println);
        int shown = batch.path("items").size();
        int all = batch.path("counts").path("total").asInt();
        if (shown < all) {
            out.println("… and " + (all - shown) + " more; --items N shows them");
        }
        reasons(batch.path("items"), out);
        out.flush();
    }

    /** A line per item, then the reason of each failure, and what was lost. */
    public static void report(JsonNode report, PrintWriter out) {
        TextTable table = new TextTable(
                List.of(
                        "ITEM",
                        "STATE",
                        "FROM",
                        "TO",
                        "SOURCE",
                        "GUEST",
                        "TARGET",
                        "GUEST DIGEST",
                        "VERIFIED",
                        "SECONDS"),
                Set.of(4, 5, 6, 9));
        for (JsonNode item : report.path("items")) {
            List<String> row = new ArrayList<>();
            for (String column : List.of("name", "state", "sourceFormat", "targetFormat")) {
                row.add(text(item, column));
            }
            for (String column : List.of("sourceBytes", "virtualBytes", "targetBytes")) {
                row.add(size(item, column));
            }
            row.add(digest(item));
            row.add(text(item, "verified"));
            row.add(text(item, "seconds"));
            table.row(row);
        }
        table.lines().forEach(out::println);
        reasons(report.path("items"), out);
        if (!report.path("complete").asBoolean()) {
            out.println();
            out.println("The batch has not ended.");
        }
        out.flush();
    }

    /** How many items are how, in one line. */
    public static String summary(JsonNode batch) {
        JsonNode counts = batch.path("counts");
        String ended = text(counts, "total") + " items: " + text(counts, "succeeded") + " succeeded, "
                + text(counts, "skipped") + " skipped, " + text(counts, "failed") + " failed";
        int cancelled = counts.path("cancelled").asInt();
        String all = cancelled == 0 ? ended : ended + ", " + cancelled + " cancelled";
        int running =
                UNDER_WAY.stream().mapToInt(state -> counts.path(state).asInt()).sum();
        int pending = counts.path("pending").asInt();
        return running + pending == 0 ? all : all + ", " + running + " under way, " + pending + " pending";
    }

    /** How far a batch is, in one line. */
    public static String progress(JsonNode batch) {
        if (batch.path("expectedBytes").asLong() == 0) {
            return text(batch, "percent") + " %";
        }
        String expected = batch.path("unknownItems").asInt() > 0 ? " expected" : "";
        String line = text(batch, "percent") + " %, " + size(batch, "doneBytes") + " of " + size(batch, "expectedBytes")
                + expected;
        return batch.has("etaSeconds") ? line + ", " + rate(batch) + ", " + eta(batch) + " left" : line;
    }

    /** How an item ended, in one line. */
    public static String ending(JsonNode item) {
        return text(item, "name") + ": "
                + switch (text(item, "state")) {
                    case "SUCCEEDED" ->
                        "succeeded, " + size(item, "dataBytes") + " of data into " + size(item, "targetBytes") + " in "
                                + text(item, "seconds") + " s" + (hasLosses(item) ? "; " + losses(item) : "");
                    case "SKIPPED" -> "skipped, an equal target is there";
                    default -> text(item, "code") + ": " + text(item, "message");
                };
    }

    /** Whether an item was converted, with zeros for what its damaged source did not give. */
    public static boolean hasLosses(JsonNode item) {
        return item.has("lostBytes");
    }

    private static String losses(JsonNode item) {
        return LossText.summary(
                item.path("lostRanges").asLong(), item.path("lostBytes").asLong());
    }

    private static void reasons(JsonNode items, PrintWriter out) {
        for (JsonNode item : items) {
            if (item.has("message") || hasLosses(item)) {
                out.println();
                out.println(ending(item));
            }
        }
    }

    private static String text(JsonNode node, String name) {
        String text = node.path(name).asString("");
        return text.isEmpty() ? NOTHING : text;
    }

    private static String time(JsonNode node, String name) {
        return node.has(name)
                ? Instant.parse(node.path(name).asString())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString()
                : NOTHING;
    }

    /** Where an item is, or where it failed. */
    private static String stage(JsonNode item) {
        return switch (text(item, "state")) {
            case "SUCCEEDED", "SKIPPED" -> NOTHING;
            default -> text(item, "stage");
        };
    }

    private static String size(JsonNode node, String name) {
        return node.has(name) ? ByteSize.format(node.path(name).asLong()) : NOTHING;
    }

    private static String rate(JsonNode node) {
        return node.has("bytesPerSecond") ? size(node, "bytesPerSecond") + "/s" : NOTHING;
    }

    private static String eta(JsonNode node) {
        if (!node.has("etaSeconds")) {
            return NOTHING;
        }
        Duration left = Duration.ofSeconds(node.path("etaSeconds").asLong());
        return left.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d h", left.toHours(), left.toMinutesPart())
                : String.format(Locale.ROOT, "%d:%02d min", left.toMinutes(), left.toSecondsPart());
    }

    private static String digest(JsonNode item) {
        String digest = text(item, "digest").replaceFirst("^vg1:[0-9]+:", "vg1:");
        return digest.length() > DIGEST_CHARACTERS ? digest.substring(0, DIGEST_CHARACTERS) + "…" : digest;
    }
}
