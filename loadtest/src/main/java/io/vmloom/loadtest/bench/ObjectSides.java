package io.vmloom.loadtest.bench;

import io.vmloom.store.Location;
import io.vmloom.store.s3.S3ObjectStore;
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
            Path downloaded = bench.targets().resolve("downloaded");
            Path converted = bench.targets().resolve("converted");
            try (S3ObjectStore store = S3ObjectStore.open(server.settings())) {
                S3Transfer transfer = new S3Transfer(store);
                transfer.download(source(), downloaded);
                long peakBytes = QemuImg.convert(
                        downloaded,
                        conversion.input().format(),
                        converted,
                        conversion.targetFormat(),
                        conversion.peerArguments());
                transfer.upload(converted, target());
                return peakBytes;
            }
        });
    }

    private interface Program {
        /** Answers the most memory that it held. */
        long run(S3Process server) throws Exception;
    }

    /** The server starts anew for each run, with the source as its only object. */
    private Sample measured(Program program) throws Exception {
        try (S3Process server = S3Process.start(bench.targets())) {
            Files.createLink(bench.file(source()), bench.input(conversion.input()));
            Stopwatch watch = Stopwatch.start();
            long peakBytes = program.run(server);
            Sample sample = watch.stop(peakBytes, Files.size(bench.file(target())));
            bench.requireGuest(conversion.input(), bench.file(target()), conversion.targetFormat());
            return sample;
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
