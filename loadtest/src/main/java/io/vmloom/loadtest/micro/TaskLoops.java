package io.vmloom.loadtest.micro;

import io.vmloom.digest.GuestDigest;
import io.vmloom.extent.DiskImage;
import io.vmloom.range.RangeLimits;
import io.vmloom.range.RangePlanner;
import io.vmloom.range.WorkRange;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Upload;
import io.vmloom.task.Assurance;
import io.vmloom.task.EncoderSpec;
import io.vmloom.task.Placement;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import io.vmloom.task.TaskKind;
import io.vmloom.unit.ByteSize;
import io.vmloom.unit.GuestOffset;
import io.vmloom.wire.TaskMessage;
import io.vmloom.wire.TaskWire;
import io.vmloom.wire.WireException;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A task with one range of a compressed image, as a message. */
@State(Scope.Thread)
public class TaskLoops {
    private static final int MIN_PART_BYTES = 5 << 20;

    private final Task task = task();
    private final byte[] message = TaskWire.encode(task);

    @Benchmark
    @Measured(amount = 1, unit = "tasks", by = Yardstick.RECORDS)
    public byte[] encode() {
        return TaskWire.encode(task);
    }

    @Benchmark
    @Measured(amount = 1, unit = "tasks", by = Yardstick.RECORDS)
    public TaskMessage decode() throws WireException {
        return TaskWire.decode(message);
    }

    private static Task task() {
        SampleImage sample = SampleImage.of(SampleTarget.QCOW2_ZLIB);
        DiskImage image = sample.open();
        RangeLimits limits = RangeLimits.byData(16 * ByteSize.MIB, DiskBytes.UNIT_BYTES, GuestDigest.LEAF_BYTES);
        WorkRange range = new RangePlanner(image.extents(GuestOffset.ZERO), image.virtualBytes(), limits).next();
        EncoderSpec encoder = sample.design().encoder();
        Location.InBucket source = new Location.InBucket("images", "source.qcow2");
        Location.InBucket target = new Location.InBucket("images", "target.qcow2");
        return new Task.Convert(
                new TaskId("batch-item", 1, TaskKind.CONVERT, range.index(), 1),
                List.of(new ObjectVersion(source, image.virtualBytes(), "etag", false, Map.of())),
                range,
                encoder,
                encoder.codecFingerprint(),
                new Placement.Part(
                        new Upload(target, "upload"),
                        range.index() + 1,
                        MIN_PART_BYTES,
                        target.withKey("staging/" + range.index()),
                        null),
                Assurance.DECODED_BACK);
    }
}
