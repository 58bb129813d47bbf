package io.vmloom.coordinator.report;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.job.MachineOrder;
import io.vmloom.coordinator.job.Making;
import io.vmloom.extent.Loss;
import io.vmloom.machine.ToldNote;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** What became of items, for scripts. Names and units are a contract. */
public final class ReportJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ReportJson() {}

    /** Any tree of maps, lists, strings, numbers and booleans as indented JSON. */
    public static String text(Object tree) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
    }

    /** The same on one line. */
    public static String line(Object tree) {
        return MAPPER.writeValueAsString(tree);
    }

    public static Map<String, Object> batch(String id, String name, List<ItemReport> reports) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("batch", id);
        tree.put("name", name);
        tree.put("items", reports.stream().map(ReportJson::item).toList());
        return tree;
    }

    private static Map<String, Object> loss(Loss loss) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("start", loss.start().bytes());
        tree.put("length", loss.lengthBytes());
        tree.put("file", loss.damage().file());
        tree.put("offset", loss.damage().host().bytes());
        tree.put("reason", loss.damage().reason());
        return tree;
    }

    public static Map<String, Object> item(ItemReport report) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", report.request().name());
        tree.put("source", report.request().source().toString());
        tree.put("target", report.request().target().toString());
        tree.put("targetFormat", report.request().targetFormat());
        putMachine(tree, report.request());
        switch (report.outcome()) {
            case ItemOutcome.Succeeded done -> {
                tree.put("state", "SUCCEEDED");
                tree.put("sourceFormat", done.sourceFormat());
                tree.put("sourceBytes", done.sourceBytes());
                tree.put("virtualBytes", done.virtualBytes());
                tree.put("dataBytes", done.dataBytes());
                tree.put("targetBytes", done.targetBytes());
                putExtents(tree, done.extents());
                done.digest().ifPresent(digest -> tree.put("digest", digest.toString()));
                tree.put("verified", done.verified().label());
                tree.put("weakSourceIdentity", done.weakIdentity());
                tree.put("ranges", done.ranges());
                tree.put("retries", done.retries());
                if (!done.losses().isEmpty()) {
                    tree.put("lostBytes", done.losses().lostBytes());
                    tree.put("lostRanges", done.losses().ranges());
                    tree.put(
                            "losses",
                            done.losses().first().stream().map(ReportJson::loss).toList());
                }
            }
            case ItemOutcome.Skipped same -> {
                tree.put("state", "SKIPPED");
                tree.put("sourceFormat", same.sourceFormat());
                tree.put("sourceBytes", same.sourceBytes());
                tree.put("virtualBytes", same.virtualBytes());
                tree.put("targetBytes", same.targetBytes());
                putExtents(tree, same.extents());
                same.digest().ifPresent(digest -> tree.put("digest", digest.toString()));
            }
            case ItemOutcome.Assembled made -> {
                tree.put("state", "SUCCEEDED");
                tree.put("sourceFormat", made.sourceFormat());
                tree.put("sourceBytes", made.sourceBytes());
                tree.put("targetBytes", made.targetBytes());
                tree.put("noteCounts", new TreeMap<>(made.notes().byKind()));
                tree.put(
                        "notes",
                        made.notes().first().stream().map(ReportJson::note).toList());
            }
            case ItemOutcome.Failed failed -> {
                tree.put("state", failed.stopped() ? "CANCELLED" : "FAILED");
                tree.put("code", failed.code().name());
                tree.put("retryable", failed.retryable());
                tree.put("message", failed.message());
            }
        }
        tree.put("seconds", report.took().toMillis() / 1000.0);
        return tree;
    }

    /** What an item makes that is not a disk. */
    public static void putMachine(Map<String, Object> tree, ConversionRequest request) {
        switch (request.making()) {
            case Making.Disk _ -> {}
            case Making.Config(MachineOrder order) -> {
                tree.put("makes", "config");
                tree.put("disks", order.disks().size());
            }
            case Making.Appliance(MachineOrder order) -> {
                tree.put("makes", "appliance");
                tree.put("disks", order.disks().size());
            }
            case Making.Digests digests -> {
                tree.put("makes", "digests");
                tree.put("disks", digests.disks().size());
            }
        }
    }

    /** As every command tells it. */
    public static Map<String, Object> note(ToldNote note) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("step", note.step());
        tree.put("kind", note.kind());
        tree.put("setting", note.setting());
        if (note.line() > 0) {
            tree.put("line", note.line());
        }
        tree.put("value", note.value());
        tree.put("explanation", note.explanation());
        return tree;
    }

    private static void putExtents(Map<String, Object> tree, List<String> names) {
        if (!names.isEmpty()) {
            tree.put("extents", names);
        }
    }
}
