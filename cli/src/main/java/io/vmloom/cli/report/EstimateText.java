package io.vmloom.cli.report;

import io.vmloom.coordinator.estimate.Prices;
import io.vmloom.unit.ByteSize;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a dry run found, for people. */
public final class EstimateText {
    private EstimateText() {}

    /** A line for each item, what is to be said of some, and the sums. */
    public static void print(JsonNode estimate, Optional<Prices> prices, PrintWriter out) {
        TextTable table = new TextTable(
                List.of("ITEM", "EXPECTED", "FROM", "TO", "GUEST", "DATA", "RANGES", "TARGET", "AT MOST"),
                Set.of(4, 5, 6, 7, 8));
        for (JsonNode item : estimate.path("items")) {
            table.row(List.of(
                    item.path("name").asString(),
                    item.path("expectation").asString().toLowerCase(Locale.ROOT),
                    item.path("sourceFormat").asString(),
                    item.path("targetFormat").asString(),
                    size(item, "virtualBytes"),
                    size(item, "dataBytes"),
                    item.path("ranges").asString(),
                    size(item, "targetBytes"),
                    size(item, "maxTargetBytes")));
        }
        table.lines().forEach(out::println);
        for (JsonNode item : estimate.path("items")) {
            if (!item.path("message").asString().isEmpty()) {
                out.println(item.path("name").asString() + ": "
                        + item.path("message").asString());
            }
        }
        out.println();
        total(estimate.path("total"), out);
        prices.ifPresent(at -> cost(estimate.path("total"), at, out));
    }

    private static void total(JsonNode total, PrintWriter out) {
        JsonNode requests = total.path("requests");
        JsonNode messages = total.path("messages");
        out.println("targets:   " + size(total, "targetBytes") + ", at most " + size(total, "maxTargetBytes"));
        out.println("requests:  " + requests.path("get").asLong() + " GET, "
                + requests.path("head").asLong() + " HEAD, "
                + requests.path("put").asLong() + " PUT, "
                + requests.path("copy").asLong() + " copies, "
                + requests.path("list").asLong() + " lists, "
                + requests.path("delete").asLong() + " deletes");
        out.println("transfer:  " + size(total, "readBytes") + " read, " + size(total, "writtenBytes") + " written");
        out.println("messages:  " + messages.path("tasks").asLong() + " tasks, "
                + messages.path("results").asLong() + " results, "
                + messages.path("records").asLong() + " records");
        out.println("workers:   " + time(total.path("workerSeconds").asDouble()) + " of one; with "
                + total.path("workers").asInt() + " about "
                + time(total.path("etaSeconds").asDouble()));
    }

    private static void cost(JsonNode total, Prices prices, PrintWriter out) {
        Prices.Cost cost = prices.of(bill(total));
        out.println(String.format(
                Locale.ROOT,
                "cost:      %.2f %s (requests %.2f, transfer %.2f, workers %.2f); targets %.2f a month",
                cost.sum(),
                prices.currency(),
                cost.requests(),
                cost.transfer(),
                cost.workers(),
                cost.month()));
    }

    /** The same for scripts. */
    public static JsonNode cost(JsonNode estimate, Prices prices) {
        Prices.Cost cost = prices.of(bill(estimate.path("total")));
        ObjectNode tree = JsonMapper.shared().createObjectNode();
        return tree.put("currency", prices.currency())
                .put("sum", cost.sum())
                .put("requests", cost.requests())
                .put("transfer", cost.transfer())
                .put("workers", cost.workers())
                .put("targetsPerMonth", cost.month());
    }

    private static Prices.Bill bill(JsonNode total) {
        JsonNode requests = total.path("requests");
        return new Prices.Bill(
                requests.path("get").asLong() + requests.path("head").asLong(),
                requests.path("put").asLong()
                        + requests.path("copy").asLong()
                        + requests.path("list").asLong(),
                total.path("readBytes").asLong(),
                total.path("writtenBytes").asLong(),
                total.path("workerSeconds").asDouble(),
                total.path("targetBytes").asLong());
    }

    private static String size(JsonNode tree, String name) {
        return ByteSize.format(tree.path(name).asLong());
    }

    private static String time(double seconds) {
        Duration duration = Duration.ofSeconds(Math.round(Math.ceil(seconds)));
        return duration.toHours() > 0
                ? duration.toHours() + " h " + duration.toMinutesPart() + " min"
                : duration.toMinutes() > 0
                        ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
                        : duration.toSeconds() + " s";
    }
}
