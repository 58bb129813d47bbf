package io.vmloom.coordinator.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vmloom.codec.Codec;
import io.vmloom.codec.Compression;
import io.vmloom.extent.CompressedUnit;
import io.vmloom.extent.Extent;
import io.vmloom.extent.Mapping;
import io.vmloom.range.WorkRange;
import io.vmloom.task.Assurance;
import io.vmloom.task.EncoderSpec;
import io.vmloom.task.Placement;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThroughputTest {
    private static final int UNIT = 1 << 20;
    private static final Throughput RATES =
            new Throughput(1, 0, 0.5, Map.of("deflate", 10.0), Map.of("deflate", 2.0, "zstd", 4.0, "plain", 5.0));

    @Test
    void whatIsTakenAsTheSourceCompressedItTakesTheTimeOfPlainData() {
        assertThat(seconds(packed(Codec.DEFLATE, true))).isCloseTo(10 * (1 / 10.0 + 1 / 5.0), within(1e-9));
    }

    @Test
    void whatIsCompressedAnewTakesTheTimeOfItsCodec() {
        assertThat(seconds(packed(Codec.DEFLATE, false))).isCloseTo(10 * (1 / 10.0 + 1 / 2.0), within(1e-9));
        assertThat(seconds(packed(Codec.ZSTD, true))).isCloseTo(10 * (1 / 10.0 + 1 / 4.0), within(1e-9));
    }

    private static EncoderSpec packed(Codec codec, boolean keepsStreams) {
        return new EncoderSpec.PackedCompressed(UNIT, new Compression(codec, 4), keepsStreams);
    }

    /** Of ten compressed units. */
    private static double seconds(EncoderSpec encoder) {
        CompressedUnit unit = new CompressedUnit(Codec.DEFLATE, CompressedUnit.Framing.BARE, UNIT);
        List<Extent> extents = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            extents.add(new Extent(
                    new GuestOffset((long) i * UNIT),
                    UNIT,
                    new Mapping.Compressed(0, new HostOffset((long) i * UNIT), UNIT, unit, 0)));
        }
        return RATES.seconds(new Task.Convert(
                TaskId.parse("b07-a/0/CONVERT/3/1"),
                List.of(),
                new WorkRange(0, GuestOffset.ZERO, 10L * UNIT, 10L * UNIT, extents),
                encoder,
                encoder.codecFingerprint(),
                new Placement.Local("/out/a.qcow2"),
                Assurance.DECODED_BACK));
    }
}
