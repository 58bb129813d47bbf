package io.vmloom.format.vmdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.extent.DiskImage;
import io.vmloom.extent.Extent;
import io.vmloom.extent.Mapping;
import io.vmloom.format.Detector;
import io.vmloom.format.OpenOptions;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.TestSource;
import io.vmloom.unit.GuestOffset;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamOptimizedReaderTest {
    private static final long SECTORS_PER_GROUP = 512 * 128;

    private final SplittableRandom random = new SplittableRandom(20);

    @ParameterizedTest
    @EnumSource(StreamFixture.Layout.class)
    void everyLayoutGivesTheSameGuest(StreamFixture.Layout layout) {
        StreamFixture fixture = new StreamFixture(3 * SECTORS_PER_GROUP + 77).fill(random, 60);
        fixture.layout = layout;

        DiskImage image = open(fixture.build());

        assertThat(image.format()).isEqualTo("vmdk");
        assertThat(Arrays.equals(Materializer.bytes(image), fixture.guest())).isTrue();
    }

    @ParameterizedTest
    @EnumSource(StreamFixture.Layout.class)
    void aCursorOpenedAnywhereGivesTheSameBytes(StreamFixture.Layout layout) {
        StreamFixture fixture = new StreamFixture(SECTORS_PER_GROUP + 1000).fill(random, 30);
        fixture.layout = layout;
        DiskImage image = open(fixture.build());
        byte[] guest = fixture.guest();

        for (int round = 0; round < 20; round++) {
            int from = random.nextInt(guest.length + 1);
            assertThat(Arrays.equals(Materializer.bytes(image, from), Arrays.copyOfRange(guest, from, guest.length)))
                    .as("from guest offset 0x%x", from)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 512, 3", "16, 512, 2", "128, 64, 1", "256, 512, 3", "4096, 16, 3"})
    void grainAndTableSizesAreTakenFromTheHeader(int grainSectors, int tableEntries, int version) {
        StreamFixture fixture = new StreamFixture(3L * grainSectors * tableEntries / 2 + 3);
        fixture.grainSectors = grainSectors;
        fixture.tableEntries = tableEntries;
        fixture.version = version;
        fixture.layout = StreamFixture.Layout.INTERLEAVED;
        fixture.fill(random, 12);

        DiskImage image = open(fixture.build());

        assertThat(image.compressedUnitBytes()).isEqualTo(grainSectors * 512);
        assertThat(Arrays.equals(Materializer.bytes(image), fixture.guest())).isTrue();
    }

    @Test
    void theLastGrainIsClippedToTheCapacity() {
        StreamFixture fixture = new StreamFixture(128 + 5).fill(random, 40);

        List<Extent> extents = Materializer.extents(open(fixture.build()), 0);

        assertThat(extents.getLast().start()).isEqualTo(new GuestOffset(64 << 10));
        assertThat(extents.getLast().lengthBytes()).isEqualTo(5 * 512);
        assertThat(((Mapping.Compressed) extents.getLast().mapping()).unit().decodedBytes())
                .isEqualTo(64 << 10);
    }

    @Test
    void aLastGrainThatHoldsOnlyTheDisksBytesIsRead() {
        StreamFixture fixture = new StreamFixture(128 + 5);
        fixture.grains.put(1, Arrays.copyOf(noise(), 5 * 512));

        List<Extent> extents = Materializer.extents(open(fixture.build()), 66_000);

        assertThat(extents).hasSize(1);
        assertThat(((Mapping.Compressed) extents.getFirst().mapping()).unit().decodedBytes())
                .isEqualTo(5 * 512);
        assertThat(Materializer.bytes(open(fixture.build()))).isEqualTo(fixture.guest());
    }

    @Test
    void absentGroupsAreOneExtentWhoseTablesAreNeverRead() {
        StreamFixture fixture = new StreamFixture(1000 * SECTORS_PER_GROUP);
        fixture.layout = StreamFixture.Layout.INTERLEAVED;
        fixture.grains.put(0, noise());
        fixture.grains.put(999 * 512, noise());

        List<Extent> extents = Materializer.extents(open(fixture.build()), 0);

        long grainBytes = 64 << 10;
        assertThat(extents).hasSize(4);
        assertThat(extents.get(1))
                .isEqualTo(new Extent(
                        new GuestOffset(grainBytes),
                        999 * SECTORS_PER_GROUP * 512 - grainBytes,
                        Mapping.Unallocated.INSTANCE));
    }

    @Test
    void aGrainIsNeverReadPastTheNextOne() {
        StreamFixture fixture = new StreamFixture(SECTORS_PER_GROUP);
        fixture.grains.put(3, noise());
        fixture.grains.put(7, new byte[64 << 10]);
        fixture.grains.put(8, noise());
        byte[] file = fixture.build();

        List<Mapping.Compressed> grains = Materializer.extents(open(file), 0).stream()
                .filter(Extent::hasBytes)
                .map(extent -> (Mapping.Compressed) extent.mapping())
                .toList();

        assertThat(grains).hasSize(3);
        assertThat(grains.get(0).host().plus(grains.get(0).maxLengthBytes()))
                .isEqualTo(grains.get(1).host());
        assertThat(grains.get(1).maxLengthBytes()).isEqualTo(512);
        assertThat(grains.get(2).host().bytes() + grains.get(2).maxLengthBytes())
                .isEqualTo(file.length);
    }

    @Test
    void zeroedGrainsAreZeroOnlyWhereTheFlagAllowsThem() {
        StreamFixture fixture = new StreamFixture(SECTORS_PER_GROUP);
        fixture.extraFlags = SparseHeader.FLAG_ZEROED_GRAINS;
        fixture.grains.put(0, noise());
        fixture.specialEntries.put(1, 1);
        fixture.specialEntries.put(2, 1);

        List<Extent> extents = Materializer.extents(open(fixture.build()), 0);

        assertThat(extents.get(1)).isEqualTo(new Extent(new GuestOffset(64 << 10), 128 << 10, Mapping.Zero.INSTANCE));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 100})
    void theDescriptorMayHaveAnyRoom(int sectors) {
        StreamFixture fixture = new StreamFixture(4096).fill(random, 5);
        fixture.descriptorSectors = sectors;
        fixture.layout = StreamFixture.Layout.FRONT_WITH_MARKERS;

        DiskImage image = open(fixture.build());

        assertThat(image.details())
                .containsEntry("adapter", "lsilogic")
                .containsEntry("content id", "12345678")
                .containsEntry("grain size", "64.0 KiB");
        assertThat(Arrays.equals(Materializer.bytes(image), fixture.guest())).isTrue();
    }

    @Test
    void tablesThatStandTogetherComeWithFewReads() {
        StreamFixture fixture = new StreamFixture(100 * SECTORS_PER_GROUP);
        for (int group = 0; group < 100; group++) {
            fixture.grains.put(group * 512, new byte[64 << 10]);
        }
        TestSource source = TestSource.of("counted.vmdk", fixture.build());
        DiskImage image = Detector.open(source, "vmdk", OpenOptions.DEFAULT);
        long readsToOpen = source.reads();

        Materializer.extents(image, 0);

        assertThat(source.reads() - readsToOpen).isOne();
    }

    private byte[] noise() {
        byte[] grain = new byte[64 << 10];
        random.nextBytes(grain);
        return grain;
    }

    private static DiskImage open(byte[] file) {
        return Detector.open(TestSource.of("disk.vmdk", file), "vmdk", OpenOptions.DEFAULT);
    }
}
