package io.vmloom.format.vmdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.ImageException;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.Extent;
import io.vmloom.extent.Mapping;
import io.vmloom.format.Detector;
import io.vmloom.format.OpenOptions;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.Seeded;
import io.vmloom.testing.TestSource;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MonolithicSparseReaderTest {
    private static final int GRAIN = 64 << 10;
    private static final int TABLE_AT = (1 + 20 + 1) * 512;

    @Seeded(60)
    void everyArrangementGivesTheGuest(SplittableRandom random) {
        SparseFixture fixture = SparseFixture.random(random);
        DiskImage image = open(fixture.build());
        byte[] guest = fixture.guest();

        assertThat(Arrays.mismatch(Materializer.bytes(image), guest)).isEqualTo(-1);
        int from = random.nextInt(guest.length + 1);
        assertThat(Arrays.mismatch(Materializer.bytes(image, from), Arrays.copyOfRange(guest, from, guest.length)))
                .isEqualTo(-1);
    }

    @Test
    void grainsThatStandTogetherAreOneExtentAndZeroedOnesAreToldFromAbsentOnes() {
        SparseFixture fixture = new SparseFixture(6 * 128);
        fixture.extraFlags = SparseHeader.FLAG_ZEROED_GRAINS;
        fixture.grains.put(0, new byte[GRAIN]);
        fixture.grains.put(1, new byte[GRAIN]);
        fixture.specialEntries.put(2, 1);
        fixture.specialEntries.put(3, 1);

        assertThat(Materializer.extents(open(fixture.build()), 0))
                .containsExactly(
                        new Extent(GuestOffset.ZERO, 2 * GRAIN, new Mapping.Data(0, new HostOffset(TABLE_AT + 2048))),
                        new Extent(new GuestOffset(2 * GRAIN), 2 * GRAIN, Mapping.Zero.INSTANCE),
                        new Extent(new GuestOffset(4 * GRAIN), 2 * GRAIN, Mapping.Unallocated.INSTANCE));
    }

    @Test
    void absentTablesOfALargeDiskAreOneExtentAndNeverRead() {
        SparseFixture fixture = new SparseFixture(1L << 28);
        fixture.omitTables = true;
        fixture.grains.put((1 << 21) - 1, new byte[GRAIN]);
        TestSource source = TestSource.of("disk.vmdk", fixture.build());
        DiskImage image = Detector.open(source, "vmdk", OpenOptions.DEFAULT);
        long before = source.reads();

        assertThat(Materializer.extents(image, 0)).hasSize(3);
        assertThat(source.reads() - before).isOne();
    }

    /** The guest writes the last bytes of the file, so they can not say where the tables are. */
    @Test
    void aFooterThatTheHeaderDoesNotAskForIsGuestData() {
        SparseFixture fixture = new SparseFixture(2 * 128);
        byte[] last = new byte[GRAIN];
        Arrays.fill(last, (byte) 1);
        fixture.grains.put(1, last);
        byte[] forged = fixture.build();
        ByteBuffer header = ByteBuffer.wrap(Arrays.copyOf(forged, 512)).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(56, 7);
        System.arraycopy(Marker.metadata(Marker.FOOTER, 1), 0, last, GRAIN - 1536, 512);
        System.arraycopy(header.array(), 0, last, GRAIN - 1024, 512);
        System.arraycopy(Marker.metadata(Marker.END_OF_STREAM, 0), 0, last, GRAIN - 512, 512);

        assertThat(Arrays.equals(Materializer.bytes(open(fixture.build())), fixture.guest()))
                .isTrue();
    }

    @Test
    void anUncleanDiskIsReadAndSaysSo() {
        SparseFixture fixture = new SparseFixture(128);
        assertThat(open(fixture.build()).details())
                .containsEntry("subformat", "monolithicSparse")
                .containsEntry("adapter", "ide")
                .doesNotContainKey("dirty");

        fixture.unclean = true;
        assertThat(open(fixture.build()).details().get("dirty")).startsWith("yes");
    }

    @Test
    void aGrainOutsideTheFileIsRefusedWithTheOffsetOfItsEntry() {
        SparseFixture fixture = new SparseFixture(1000);
        fixture.specialEntries.put(3, -1);

        assertThatThrownBy(() -> Materializer.extents(open(fixture.build()), 0))
                .isInstanceOfSatisfying(
                        ImageException.class,
                        e -> assertThat(e.hostOffset()).isEqualTo(OptionalLong.of(TABLE_AT + 3 * 4)))
                .hasMessageContaining("grain of guest offset 0x30000")
                .hasMessageContaining("got: 0x1fffffffe00");
    }

    static Stream<Arguments> forgedHeaders() {
        return Stream.of(
                header("version 4 is unknown", ErrorCode.IMAGE_UNSUPPORTED, h -> h.putInt(4, 4)),
                header("version 0 is unknown", ErrorCode.IMAGE_UNSUPPORTED, h -> h.putInt(4, 0)),
                header("flags 0x8 are unknown", ErrorCode.IMAGE_UNSUPPORTED, h -> h.putInt(8, 9)),
                header("flags 0x20001, algorithm 0", ErrorCode.IMAGE_INVALID, h -> h.putInt(8, 0x20001)),
                header("algorithm 0 is unknown", ErrorCode.IMAGE_UNSUPPORTED, h -> h.putInt(8, 0x10001)),
                header("flags 0x1, algorithm 1", ErrorCode.IMAGE_INVALID, h -> h.putShort(77, (short) 1)),
                header("transferred as text", ErrorCode.IMAGE_INVALID, h -> h.putInt(73, 0x0a0a200a)),
                header("got: 0 sectors", ErrorCode.IMAGE_INVALID, h -> h.putLong(12, 0)),
                header("18446744073709551615 sectors", ErrorCode.IMAGE_INVALID, h -> h.putLong(12, -1)),
                header(
                        "must be readable and have the header's capacity",
                        ErrorCode.IMAGE_INVALID,
                        h -> h.putLong(12, 9999)),
                header("power of two up to 4096 sectors, got: 0", ErrorCode.IMAGE_INVALID, h -> h.putLong(20, 0)),
                header("got: 8192", ErrorCode.IMAGE_INVALID, h -> h.putLong(20, 8192)),
                header("entries, got: 513", ErrorCode.IMAGE_INVALID, h -> h.putInt(44, 513)),
                header("no descriptor", ErrorCode.IMAGE_UNSUPPORTED, h -> h.putLong(28, 0)),
                header("descriptor must be", ErrorCode.IMAGE_INVALID, h -> h.putLong(36, Long.MAX_VALUE)),
                header("grain directory at sector 0x0", ErrorCode.IMAGE_INVALID, h -> h.putLong(56, 0)),
                header("grain directory at sector", ErrorCode.IMAGE_INVALID, h -> h.putLong(56, Long.MAX_VALUE)),
                header("no footer is there", ErrorCode.IMAGE_INVALID, h -> h.putLong(56, -1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgedHeaders")
    void aForgedHeaderIsRefusedWithItsReason(String reason, ErrorCode code, Consumer<ByteBuffer> forge) {
        byte[] file = new SparseFixture(1000).build();
        forge.accept(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN));

        assertThatThrownBy(() -> open(file))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining("disk.vmdk")
                .hasMessageContaining(reason);
    }

    static Stream<Arguments> descriptors() {
        String good = SparseFixture.DESCRIPTOR.formatted(1000);
        return Stream.of(
                arguments(
                        "needs a parent image with VMDK content id 11111111",
                        good.replace("parentCID=ffffffff", "parentCID=11111111")),
                arguments(
                        "must be monolithicSparse, got: 'streamOptimized'",
                        good.replace("monolithicSparse", "streamOptimized")),
                arguments("one SPARSE extent", good + "RW 1000 FLAT \"/etc/passwd\" 0\n"),
                arguments("one SPARSE extent", good.replace("SPARSE", "VMFSSPARSE")),
                arguments("header's capacity of 1000", good.replace("1000", "5000")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("descriptors")
    void aDescriptorThatWantsAnotherFileIsRefused(String reason, String descriptor) {
        SparseFixture fixture = new SparseFixture(1000);
        fixture.descriptor = descriptor;

        assertThatThrownBy(() -> open(fixture.build()))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aDiskThatNeedsTooManyTablesIsRefusedBeforeTheyAreAllocated() {
        SparseFixture fixture = new SparseFixture(1000);
        fixture.descriptor = SparseFixture.DESCRIPTOR.formatted(1L << 50);
        byte[] file = fixture.build();
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(12, 1L << 50);

        assertThatThrownBy(() -> open(file)).hasMessageContaining("grain tables, more than 4194304");
    }

    @Test
    void aFileCutAnywhereIsRefusedOrNeverReadPastItsEnd() {
        for (boolean atEnd : new boolean[] {false, true}) {
            SparseFixture fixture = new SparseFixture(1000);
            fixture.atEnd = atEnd;
            fixture.grains.put(0, new byte[GRAIN]);
            byte[] file = fixture.build();
            for (int length = 4; length < file.length; length += 101) {
                TestSource source = TestSource.of("cut.vmdk", Arrays.copyOf(file, length));
                assertThatThrownBy(() -> Materializer.bytes(new VmdkReader().open(source, OpenOptions.DEFAULT)))
                        .isInstanceOf(ImageException.class)
                        .hasMessageContaining("cut.vmdk");
            }
        }
    }

    @Test
    void randomDamageIsRefusedOrReadWithoutLeavingTheFile() {
        SplittableRandom random = new SplittableRandom(7);
        SparseFixture fixture = new SparseFixture(4000);
        fixture.grains.put(7, new byte[GRAIN]);
        byte[] good = fixture.build();
        for (int round = 0; round < 3000; round++) {
            byte[] file = good.clone();
            for (int i = 0; i < 3; i++) {
                file[4 + random.nextInt(round % 2 == 0 ? 80 : TABLE_AT + 2048)] = (byte) random.nextInt();
            }
            TestSource source = TestSource.of("damaged.vmdk", file);
            try {
                Materializer.extents(new VmdkReader().open(source, OpenOptions.DEFAULT), 0);
            } catch (ConversionException e) {
                assertThat(e).hasMessageContaining("damaged.vmdk");
            }
        }
    }

    private static Arguments header(String reason, ErrorCode code, Consumer<ByteBuffer> forge) {
        return arguments(reason, code, forge);
    }

    private static DiskImage open(byte[] file) {
        return Detector.open(TestSource.of("disk.vmdk", file), Detector.AUTO, OpenOptions.DEFAULT);
    }
}
