package io.vmloom.extent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.codec.Codec;
import io.vmloom.testing.Seeded;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtentTest {
    private static final CompressedUnit UNIT = new CompressedUnit(Codec.ZSTD, CompressedUnit.Framing.BARE, 65536);

    @Seeded(300)
    void aSliceOfASliceIsASlice(SplittableRandom random) {
        Extent extent = any(random);
        long skip = random.nextLong(extent.lengthBytes());
        long keep = random.nextLong(1, extent.lengthBytes() - skip + 1);
        long skipAgain = random.nextLong(keep);
        long keepAgain = random.nextLong(1, keep - skipAgain + 1);

        Extent twice = extent.slice(skip, keep).slice(skipAgain, keepAgain);

        assertThat(twice).isEqualTo(extent.slice(skip + skipAgain, keepAgain));
    }

    @Seeded(300)
    void everyByteOfASliceKeepsItsMapping(SplittableRandom random) {
        Extent extent = any(random);
        long skip = random.nextLong(extent.lengthBytes());
        Extent slice = extent.slice(skip, random.nextLong(1, extent.lengthBytes() - skip + 1));
        long at = random.nextLong(slice.lengthBytes());

        assertThat(slice.start()).isEqualTo(extent.start().plus(skip));
        assertThat(slice.hasBytes()).isEqualTo(extent.hasBytes());
        assertThat(byteAt(slice, at)).isEqualTo(byteAt(extent, skip + at));
    }

    @Test
    void theWholeSliceIsTheExtent() {
        Extent extent = new Extent(new GuestOffset(7), 9, new Mapping.Data(0, new HostOffset(3)));

        assertThat(extent.slice(0, 9)).isEqualTo(extent);
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "0, 0", "0, 11", "10, 1", "1, 9223372036854775807", "9223372036854775807, 1"})
    void aSliceThatLeavesTheExtentIsRefused(long skip, long keep) {
        Extent extent = new Extent(GuestOffset.ZERO, 10, Mapping.Zero.INSTANCE);

        assertThatThrownBy(() -> extent.slice(skip, keep))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leaves the extent of 10 bytes");
    }

    @Test
    void anExtentWithoutLengthIsRefused() {
        assertThatThrownBy(() -> new Extent(new GuestOffset(512), 0, Mapping.Zero.INSTANCE))
                .hasMessageContaining("got: 0 at guest 0x200");
    }

    @ParameterizedTest
    @CsvSource({"511", "0", "-1", "67108865"})
    void aCompressedUnitIsBoundedWhateverTheImageSays(int decodedBytes) {
        assertThatThrownBy(() -> new CompressedUnit(Codec.DEFLATE, CompressedUnit.Framing.BARE, decodedBytes))
                .hasMessageContaining("got: " + decodedBytes);
    }

    private static Extent any(SplittableRandom random) {
        GuestOffset start = new GuestOffset(random.nextLong(1L << 50));
        long length = random.nextLong(1, 1L << random.nextInt(1, 40));
        HostOffset host = new HostOffset(random.nextLong(1L << 50));
        return switch (random.nextInt(5)) {
            case 0 -> new Extent(start, length, new Mapping.Data(random.nextInt(3), host));
            case 4 -> new Extent(start, length, new Mapping.Encrypted(1, host.plus(512), start.bytes(), 512));
            case 1 -> {
                int skip = random.nextInt(65536);
                int part = random.nextInt(1, 65536 - skip + 1);
                yield new Extent(start, part, new Mapping.Compressed(0, host, 70000, UNIT, skip));
            }
            case 2 -> new Extent(start, length, Mapping.Zero.INSTANCE);
            default -> new Extent(start, length, Mapping.Unallocated.INSTANCE);
        };
    }

    /** What stands behind one byte of an extent, as a value that can be compared. */
    private static Mapping byteAt(Extent extent, long at) {
        return switch (extent.mapping()) {
            case Mapping.Data(int member, HostOffset host) -> new Mapping.Data(member, host.plus(at));
            case Mapping.Encrypted e ->
                new Mapping.Encrypted(e.member(), e.host().plus(at), e.position() + at, e.sectorBytes());
            case Mapping.Compressed c ->
                new Mapping.Compressed(c.member(), c.host(), c.maxLengthBytes(), c.unit(), (int) (c.skipBytes() + at));
            case Mapping.Zero zero -> zero;
            case Mapping.Unallocated unallocated -> unallocated;
            case Mapping.Lost lost -> lost;
        };
    }
}
