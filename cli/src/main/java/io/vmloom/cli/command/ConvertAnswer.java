package io.vmloom.cli.command;

import io.vmloom.appliance.Appliance;
import io.vmloom.cli.report.ApplianceText;
import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.report.LossText;
import io.vmloom.cli.report.NoteText;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.job.Making;
import io.vmloom.coordinator.report.ReportJson;
import io.vmloom.digest.GuestDigest;
import io.vmloom.store.Location;
import io.vmloom.unit.ByteSize;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What {@code vmloom convert} says when it has ended.
 *
 * @param json instead of lines
 * @param quiet tells only what went wrong, or was lost
 */
record ConvertAnswer(PrintWriter out, PrintWriter err, boolean json, boolean quiet) {
    /** Returns the exit code. */
    int of(Optional<Appliance> appliance, List<ItemReport> reports) {
        if (json) {
            out.println(ReportJson.text(appliance
                    .map(found -> ApplianceText.tree(found, reports))
                    .orElseGet(() ->
                            reports.size() > 1 ? ApplianceText.tree(reports) : ReportJson.item(reports.getFirst()))));
        }
        appliance.ifPresent(found -> ApplianceText.warnings(found).forEach(err::println));
        Set<Location> parts = reports.stream()
                .flatMap(report -> report.request().making().parts().stream())
                .collect(Collectors.toSet());
        return reports.stream()
                .mapToInt(report -> answer(report, parts))
                .reduce(0, (first, next) -> first != 0 ? first : next);
    }

    private int answer(ItemReport report, Set<Location> parts) {
        Location place = report.request().target();
        String target = parts.contains(place) ? report.request().name() : place.toString();
        return switch (report.outcome()) {
            case ItemOutcome.Succeeded done -> {
                say(target + ": " + ByteSize.format(done.virtualBytes()) + " disk, "
                        + ByteSize.format(done.targetBytes()) + " file, "
                        + done.digest().map(GuestDigest::toString).orElse("not verified"));
                LossText.lines(done.losses()).forEach(err::println);
                err.flush();
                yield (done.losses().isEmpty() ? ExitCode.DONE : ExitCode.LOSSES).number();
            }
            case ItemOutcome.Skipped same -> {
                say(target + ": skipped, an equal target is there");
                yield ExitCode.DONE.number();
            }
            case ItemOutcome.Assembled made -> {
                say(target + ": " + report.request().targetFormat() + " of " + made.disks() + " disks"
                        + notTakenOver(report.request().making(), made));
                NoteText.lines(made.notes()).forEach(err::println);
                err.flush();
                yield ExitCode.DONE.number();
            }
            case ItemOutcome.Failed failed -> {
                err.println("vmloom: " + failed.message());
                err.flush();
                yield ExitCode.of(failed.code()).number();
            }
        };
    }

    private static String notTakenOver(Making making, ItemOutcome.Assembled made) {
        return switch (making) {
            case Making.Disk _, Making.Config _, Making.Appliance _ ->
                ", " + made.notes().count() + " settings not taken over as they were";
            case Making.Digests _ -> "";
        };
    }

    private void say(String line) {
        if (!json && !quiet) {
            out.println(line);
        }
    }
}
