package io.vmloom.loadtest.bench;

import io.vmloom.store.Location;
import java.nio.file.Files;
import java.nio.file.Path;

/** vmloom converts an object to an object of the same server; the peer downloads it, converts, and uploads. */
record ObjectSides(Workbench bench, VmloomProgram vmloom, Trial.Conversion conversion) implements Sides {
    @Override
    public Sample ours() throws Exception {
        return measured(
                server -> vmloom.convert(conversion, source().toString(), target().toString(), server.environment()));
    }

    @Override
    public Sample theirs() throws Exception {
        return measured(server -> {
            Path downloaded = bench.target("downloaded");
            Path converted = bench.target("converted");
            server.download(source(), downloaded);
            long peakBytes = QemuImg.convert(
                    downloaded,
                    conversion.input().format(),
                    converted,
                    conversion.targetFormat(),
                    conversion.peerArguments());
            server.upload(converted, target());
            return peakBytes;
        });
    }

    private interface Program {
        /** Answers the most memory that it held. */
        long run(S3Process server) throws Exception;
    }

    /** The server starts anew for each run, with the source as its only object. */
    private Sample measured(Program program) throws Exception {
        Path source = bench.input(conversion.input());
        try (S3Process server = S3Process.start(bench.largestBytes(source))) {
            server.upload(source, source());
            Stopwatch watch = Stopwatch.start();
            long peakBytes = program.run(server);
            Sample sample = watch.stop(peakBytes, 0);
            bench.clear();
            Path made = bench.target("made");
            server.download(target(), made);
            bench.requireGuest(conversion.input(), made, conversion.targetFormat());
            return sample.withTarget(Files.size(made));
        } finally {
            bench.clear();
        }
    }

    private Location.InBucket source() {
        return Workbench.object("source." + conversion.input().format());
    }

    private Location.InBucket target() {
        return Workbench.object("target." + conversion.targetFormat());
    }
}
