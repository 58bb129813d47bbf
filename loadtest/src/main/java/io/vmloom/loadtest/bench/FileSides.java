package io.vmloom.loadtest.bench;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Both programs convert a file to a file. */
record FileSides(Workbench bench, VmloomProgram vmloom, Trial.Conversion conversion) implements Sides {
    @Override
    public Sample ours() throws IOException {
        return measured(() -> vmloom.convert(conversion, input().toString(), target().toString(), Map.of()));
    }

    @Override
    public Sample theirs() throws IOException {
        return measured(() -> {
            long peakBytes = QemuImg.convert(
                    input(),
                    conversion.input().format(),
                    target(),
                    conversion.targetFormat(),
                    conversion.peerArguments());
            if (conversion.way() == Trial.Way.SYNCED_FILE) {
                try (FileChannel written = FileChannel.open(target(), StandardOpenOption.WRITE)) {
                    written.force(true);
                }
            }
            return peakBytes;
        });
    }

    private interface Program {
        /** Answers the most memory that it held. */
        long run() throws IOException;
    }

    private Sample measured(Program program) throws IOException {
        Stopwatch watch = Stopwatch.start();
        long peakBytes = program.run();
        Sample sample = watch.stop(peakBytes, Files.size(target()));
        bench.requireGuest(conversion.input(), target(), conversion.targetFormat());
        bench.clear();
        return sample;
    }

    private Path input() {
        return bench.input(conversion.input());
    }

    private Path target() {
        return bench.targets().resolve("target." + conversion.targetFormat());
    }
}
