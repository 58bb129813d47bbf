package io.vmloom.cli.report;

import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.digest.GuestDigest;
import io.vmloom.unit.ByteSize;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What became of a batch, for people: a line per item, then the reason of each failure. */
public final class ReportTable {
    private static final String NOTHING = "-";
    private static final int DIGEST_DIGITS = 12;

    private ReportTable() {}

    public static void print(List<ItemReport> reports, PrintWriter out) {
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
        reports.forEach(report -> table.row(row(report)));
        table.lines().forEach(out::println);
        reports.forEach(report -> {
            if (report.outcome() instanceof ItemOutcome.Failed(var code, String message, boolean retryable)) {
                out.println();
                out.println(report.request().name() + ": " + code + ": " + message);
            }
            if (report.outcome() instanceof ItemOutcome.Assembled made) {
                out.println();
                NoteText.lines(made.notes())
                        .forEach(line -> out.println(report.request().name() + ": " + line));
            }
            if (report.outcome() instanceof ItemOutcome.Succeeded done && report.incomplete()) {
                out.println();
                LossText.lines(done.losses())
                        .forEach(line -> out.println(report.request().name() + ": " + line));
            }
        });
        out.println();
        out.println(summary(reports));
        out.flush();
    }

    /** How many items ended how, in one line. */
    static String summary(List<ItemReport> reports) {
        long succeeded = count(reports, ItemOutcome.Succeeded.class) + count(reports, ItemOutcome.Assembled.class);
        long skipped = count(reports, ItemOutcome.Skipped.class);
        long failed = count(reports, ItemOutcome.Failed.class);
        return reports.size() + " items: " + succeeded + " succeeded, " + skipped + " skipped, " + failed + " failed";
    }

    private static long count(List<ItemReport> reports, Class<? extends ItemOutcome> kind) {
        return reports.stream()
                .map(ItemReport::outcome)
                .filter(kind::isInstance)
                .count();
    }

    private static List<String> row(ItemReport report) {
        List<String> cells = new ArrayList<>();
        cells.add(report.request().name());
        cells.addAll(
                switch (report.outcome()) {
                    case ItemOutcome.Succeeded done ->
                        cells(
                                "SUCCEEDED",
                                done.sourceFormat(),
                                report,
                                done.sourceBytes(),
                                done.virtualBytes(),
                                done.targetBytes(),
                                shortened(done.digest()),
                                done.verified().label());
                    case ItemOutcome.Skipped same ->
                        cells(
                                "SKIPPED",
                                same.sourceFormat(),
                                report,
                                same.sourceBytes(),
                                same.virtualBytes(),
                                same.targetBytes(),
                                shortened(same.digest()),
                                same.digest().isPresent() ? "equal" : "same recipe");
                    case ItemOutcome.Assembled made ->
                        List.of(
                                "SUCCEEDED",
                                made.sourceFormat(),
                                report.request().targetFormat(),
                                ByteSize.format(made.sourceBytes()),
                                made.disks() + " disks",
                                ByteSize.format(made.targetBytes()),
                                NOTHING,
                                NOTHING);
                    case ItemOutcome.Failed failed ->
                        List.of(
                                "FAILED",
                                report.request().sourceFormat(),
                                report.request().targetFormat(),
                                NOTHING,
                                NOTHING,
                                NOTHING,
                                NOTHING,
                                NOTHING);
                });
        cells.add(seconds(report.took()));
        return cells;
    }

    private static List<String> cells(
            String state,
            String from,
            ItemReport report,
            long sourceBytes,
            long guestBytes,
            long targetBytes,
            String digest,
            String verified) {
        return List.of(
                state,
                from,
                report.request().targetFormat(),
                ByteSize.format(sourceBytes),
                ByteSize.format(guestBytes),
                ByteSize.format(targetBytes),
                digest,
                verified);
    }

    private static String shortened(Optional<GuestDigest> digest) {
        return digest.map(known -> "vg1:" + known.root().toString().substring(0, DIGEST_DIGITS) + "…")
                .orElse(NOTHING);
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.1f", took.toMillis() / 1000.0);
    }
}
