package io.vmloom.loadtest.bench;

import io.vmloom.error.ConversionException;
import io.vmloom.error.InternalException;
import io.vmloom.store.Location;
import io.vmloom.store.s3.S3ObjectStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lets both programs make the same conversions in turn, and checks every target. */
final class Contest {
    private final Workbench bench;
    private final VmloomProgram vmloom;
    private final PrintWriter report;

    Contest(Workbench bench, VmloomProgram vmloom, PrintWriter report) {
        this.bench = bench;
        this.vmloom = vmloom;
        this.report = report;
    }

    /** One program's way to a target. */
    private interface Conversion {
        void run() throws Exception;
    }

    /** Runs a case so many times, each time one program after the other. */
    CaseResult run(BenchCase each, int runs) {
        List<Sample> ours = new ArrayList<>();
        List<Sample> theirs = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            switch (each.way()) {
                case FILE, SYNCED_FILE -> {
                    ours.add(measure(each, target(each), () -> vmloomFile(each)));
                    theirs.add(measure(each, target(each), () -> qemuFile(each)));
                }
                case S3 -> {
                    ours.add(withServer(each, server -> () -> vmloomObject(each, server)));
                    theirs.add(withServer(each, server -> () -> qemuObject(each, server)));
                }
            }
            report.printf(
                    Locale.ROOT,
                    "bench: %s, run %d of %d: vmloom %.2f s, qemu-img %.2f s%n",
                    each.title(),
                    run + 1,
                    runs,
                    ours.getLast().seconds(),
                    theirs.getLast().seconds());
            report.flush();
        }
        return new CaseResult(each, bench.dataBytes(each.input()), ours, theirs);
    }

    private Sample measure(BenchCase each, Path target, Conversion conversion) {
        try {
            double cpu = CpuClock.seconds();
            long started = System.nanoTime();
            conversion.run();
            double seconds = (System.nanoTime() - started) / 1e9;
            Sample sample = new Sample(seconds, CpuClock.seconds() - cpu, Files.size(target));
            QemuImg.requireEqual(bench.input(each.input().guest()), "raw", target, each.targetFormat());
            return sample;
        } catch (ConversionException e) {
            throw e;
        } catch (Exception e) {
            throw new InternalException(each.title() + " broke off", e);
        } finally {
            bench.clear();
        }
    }

    private Path target(BenchCase each) {
        return bench.targets().resolve(targetName(each));
    }

    private static String targetName(BenchCase each) {
        return "target." + each.targetFormat();
    }

    private static String sourceName(BenchCase each) {
        return "source." + each.input().format();
    }

    private void vmloomFile(BenchCase each) {
        vmloom.convert(each, bench.input(each.input()).toString(), target(each).toString(), Map.of());
    }

    private void qemuFile(BenchCase each) throws IOException {
        QemuImg.convert(
                bench.input(each.input()),
                each.input().format(),
                target(each),
                each.targetFormat(),
                each.qemuArguments());
        if (each.way() == BenchCase.Way.SYNCED_FILE) {
            try (FileChannel written = FileChannel.open(target(each), StandardOpenOption.WRITE)) {
                written.force(true);
            }
        }
    }

    private interface WithServer {
        Conversion conversion(S3Process server);
    }

    /** The server starts anew for each run, with the source as its only object. */
    private Sample withServer(BenchCase each, WithServer conversion) {
        try (S3Process server = S3Process.start(bench.targets())) {
            Files.createLink(bench.bucket().resolve(sourceName(each)), bench.input(each.input()));
            return measure(each, bench.bucket().resolve(targetName(each)), conversion.conversion(server));
        } catch (IOException e) {
            throw new InternalException("the source can not be put into the server's directory", e);
        }
    }

    private void vmloomObject(BenchCase each, S3Process server) {
        vmloom.convert(
                each,
                object(sourceName(each)).toString(),
                object(targetName(each)).toString(),
                server.environment());
    }

    private void qemuObject(BenchCase each, S3Process server) throws Exception {
        Path source = bench.targets().resolve("downloaded");
        Path target = bench.targets().resolve("converted");
        try (S3ObjectStore store = S3ObjectStore.open(server.settings())) {
            S3Transfer transfer = new S3Transfer(store);
            transfer.download(object(sourceName(each)), source);
            QemuImg.convert(source, each.input().format(), target, each.targetFormat(), each.qemuArguments());
            transfer.upload(target, object(targetName(each)));
        }
    }

    private static Location.InBucket object(String key) {
        return new Location.InBucket(Workbench.BUCKET, key);
    }
}
