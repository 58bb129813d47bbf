package io.vmloom.cli.engine;

import io.vmloom.check.CheckReport;
import io.vmloom.check.ImageRepairer;
import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.digest.GuestDigest;
import io.vmloom.digest.RangeDigest;
import io.vmloom.digest.TreeDigest;
import io.vmloom.error.ImageException;
import io.vmloom.error.InternalException;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.Detector;
import io.vmloom.format.OpenOptions;
import io.vmloom.object.RepairedCopy;
import io.vmloom.source.ByteSource;
import io.vmloom.store.Precondition;
import io.vmloom.store.file.FileSource;
import io.vmloom.worker.convert.GuestReader;
import io.vmloom.worker.convert.GuestSink;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Writes a copy of an image whose metadata is in order, and the guest's disk in it the same. Files below or beside it are
 * not looked at.
 */
public final class Repair {
    private final ByteSource source;
    private final String declared;
    private final OpenOptions options;
    private final Cancellation cancellation;

    /**
     * What came of it.
     *
     * @param before what a check of the image finds
     * @param changes what is different in the copy; none when there was nothing to do, and then there is no copy
     */
    public record Outcome(CheckReport before, List<String> changes) {
        public Outcome {
            changes = List.copyOf(changes);
        }
    }

    public Repair(ByteSource source, String declared, OpenOptions options, Cancellation cancellation) {
        this.source = source;
        this.declared = declared;
        this.options = options;
        this.cancellation = cancellation;
    }

    /** Throws a {@link io.vmloom.error.ConversionException}, and leaves nothing then. */
    public Outcome run(Path target, Precondition precondition) {
        CheckReport before = Detector.check(source, declared);
        ImageRepairer repairer = Detector.repairer(source, declared);
        if (!repairer.needed(source, before)) {
            return new Outcome(before, List.of());
        }
        GuestDigest guest = guest(source);
        try (RepairedCopy copy =
                RepairedCopy.of(source, target, precondition, () -> cancellation.check("the repair"))) {
            List<String> changes = repairer.repair(source, copy);
            verify(copy, guest);
            copy.publish(precondition);
            return new Outcome(before, changes);
        }
    }

    private void verify(RepairedCopy copy, GuestDigest guest) {
        try (ByteSource repaired = FileSource.open(copy.path())) {
            CheckReport after = Detector.check(repaired, declared);
            if (!after.clean()) {
                throw ImageException.unsupported(
                        source.name(),
                        "this can not be repaired: " + after.first().getFirst().problem(),
                        "convert it, with --salvage where it is damaged");
            }
            GuestDigest found = guest(repaired);
            if (!found.equals(guest)) {
                throw new InternalException(
                        source.name() + ": a repair changed the guest's disk from " + guest + " to " + found, null);
            }
        }
    }

    private GuestDigest guest(ByteSource file) {
        DiskImage image = Detector.openLayer(file, declared, options);
        RangeDigest digest = new RangeDigest(0);
        try (ExecutorService readThreads = Executors.newVirtualThreadPerTaskExecutor();
                GuestReader reader = new GuestReader(readThreads)) {
            reader.read(image, new Sink(digest, cancellation));
        }
        TreeDigest tree = new TreeDigest();
        tree.add(digest.finish());
        return tree.digest(image.virtualBytes());
    }

    private record Sink(RangeDigest digest, Cancellation cancellation) implements GuestSink {
        @Override
        public void data(byte[] bytes, int offset, int length) {
            cancellation.check("the repair");
            digest.update(bytes, offset, length);
        }

        @Override
        public void zeros(long length) {
            digest.zeros(length);
        }
    }
}
