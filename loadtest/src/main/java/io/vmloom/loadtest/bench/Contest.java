package io.vmloom.loadtest.bench;

import io.vmloom.error.ConversionException;
import io.vmloom.error.InternalException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lets both sides of each case run in turn. */
final class Contest {
    private final Workbench bench;
    private final VmloomProgram vmloom;
    private final PrintWriter report;

    Contest(Workbench bench, VmloomProgram vmloom, PrintWriter report) {
        this.bench = bench;
        this.vmloom = vmloom;
        this.report = report;
    }

    /** Runs a case so many times, each time one side after the other. */
    CaseResult run(BenchCase each, int runs) {
        List<Sample> ours = new ArrayList<>();
        List<Sample> theirs = new ArrayList<>();
        try (Sides sides = sides(each.trial())) {
            for (int run = 0; run < runs; run++) {
                ours.add(sides.ours());
                theirs.add(sides.theirs());
                report.printf(
                        Locale.ROOT,
                        "bench: %s, run %d of %d: vmloom %.2f s, %s %.2f s%n",
                        each.title(),
                        run + 1,
                        runs,
                        ours.getLast().seconds(),
                        each.trial().peer(),
                        theirs.getLast().seconds());
                report.flush();
            }
        } catch (ConversionException e) {
            throw e;
        } catch (Exception e) {
            throw new InternalException(each.title() + " broke off: " + e, e);
        } finally {
            bench.clear();
        }
        return new CaseResult(each, bench.dataBytes(each.trial().input()), ours, theirs);
    }

    private Sides sides(Trial trial) {
        return switch (trial) {
            case Trial.Conversion conversion ->
                switch (conversion.way()) {
                    case FILE, SYNCED_FILE -> new FileSides(bench, vmloom, conversion);
                    case S3 -> new ObjectSides(bench, vmloom, conversion);
                };
            case Trial.Reading reading -> new ReadingSides(bench, vmloom, reading);
            case Trial.Clustered clustered -> ClusterSides.open(bench, vmloom, clustered);
        };
    }
}
