package io.vmloom.format.vdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.RequestException;
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
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VdiReaderTest {
    private static final int MIB = 1 << 20;

    @Seeded(40)
    void everyArrangementGivesTheGuest(SplittableRandom random) {
        VdiFixture fixture = new VdiFixture(1 + random.nextLong(3 * MIB));
        fixture.blockBytes = 512 << random.nextInt(13);
        int[] versions = {VdiHeader.VERSION_0_2, VdiHeader.VERSION_1_0, VdiHeader.VERSION_1_1};
        fixture.version = versions[random.nextInt(3)];
        fixture.headerSize = random.nextBoolean() ? 384 : 400;
        fixture.extraBytes =
                fixture.version == VdiHeader.VERSION_0_2 || random.nextBoolean() ? 0 : 2 << random.nextInt(12);
        fixture.mapOffset = 472 + random.nextInt(2000);
        fixture.mapPlace = VdiFixture.MapPlace.values()[random.nextInt(2)];
        fixture.spareBlocks = random.nextInt(3);
        fixture.shuffleSeed = random.nextLong();
        fixture.type = 1 + random.nextInt(2);
        fixture.fill(random, random.nextInt(20));

        byte[] file = fixture.build();
        DiskImage image = open(file);

        assertThat(Detector.check(TestSource.of("disk.vdi", file), "vdi").first())
                .isEmpty();
        byte[] guest = fixture.guest();
        assertThat(Arrays.mismatch(Materializer.bytes(image), guest)).isEqualTo(-1);
        int from = random.nextInt(guest.length + 1);
        assertThat(Arrays.mismatch(Materializer.bytes(image, from), Arrays.copyOfRange(guest, from, guest.length)))
                .isEqualTo(-1);
    }

    @Test
    void blocksThatStandTogetherAreOneExtentAndZeroBlocksAreToldFromFreeOnes() {
        VdiFixture fixture = new VdiFixture(6 * MIB - 512);
        fixture.content.put(0, new byte[MIB]);
        fixture.content.put(1, new byte[MIB]);
        fixture.specialEntries.put(2, 0xfffffffe);
        fixture.specialEntries.put(3, 0xfffffffe);
        int dataOffset = 512 + 6 * 4;

        List<Extent> extents = Materializer.extents(open(fixture.build()), 0);

        assertThat(extents)
                .containsExactly(
                        new Extent(GuestOffset.ZERO, 2 * MIB, new Mapping.Data(0, new HostOffset(dataOffset))),
                        new Extent(new GuestOffset(2 * MIB), 2 * MIB, Mapping.Zero.INSTANCE),
                        new Extent(new GuestOffset(4 * MIB), 2 * MIB - 512, Mapping.Unallocated.INSTANCE));
    }

    /** Both VirtualBox and qemu read on without noticing. */
    @Test
    void twoBlocksMayShareASlot() {
        VdiFixture fixture = new VdiFixture(3 * MIB).fill(new SplittableRandom(1), 1);
        int block = fixture.content.firstKey();
        int other = (block + 1) % 3;
        fixture.specialEntries.put(other, 0);

        byte[] file = fixture.build();
        fixture.content.put(other, fixture.content.get(block));

        assertThat(Arrays.equals(Materializer.bytes(open(file)), fixture.guest()))
                .isTrue();
    }

    @Test
    void aLastBlockNeedsOnlyTheBytesThatTheDiskHas() {
        VdiFixture fixture = new VdiFixture(MIB + 1024);
        byte[] last = new byte[MIB];
        Arrays.fill(last, 0, 1024, (byte) 5);
        fixture.content.put(1, last);
        byte[] file = fixture.build();

        byte[] cut = Arrays.copyOf(file, file.length - MIB + 1024);

        assertThat(Arrays.equals(Materializer.bytes(open(cut)), fixture.guest()))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 512", "511, 512", "512, 512", "513, 1024"})
    void anOddSizeIsRoundedUpToASector(long diskBytes, long virtualBytes) {
        DiskImage image = open(new VdiFixture(diskBytes).build());

        assertThat(image.virtualBytes()).isEqualTo(virtualBytes);
        assertThat(Materializer.bytes(image)).hasSize((int) virtualBytes);
    }

    @Test
    void peopleAreToldWhatTheHeaderSays() {
        VdiFixture fixture = new VdiFixture(5 * MIB).fill(new SplittableRandom(2), 1);
        fixture.type = 2;

        assertThat(open(fixture.build()).details())
                .containsEntry("version", "1.1")
                .containsEntry("type", "fixed")
                .containsEntry("block size", "1.0 MiB")
                .containsEntry("allocated blocks", "1 of 5")
                .containsEntry("image id", "00000001-0000-0000-0000-000000000000")
                .containsEntry("comment", "a comment?of two lines");
    }

    @Test
    void theMapOfALargeDiskIsReadInPieces() {
        VdiFixture fixture = new VdiFixture(200_000L * 512);
        fixture.blockBytes = 512;
        TestSource source = TestSource.of("disk.vdi", fixture.build());
        DiskImage image = Detector.open(source, "vdi", OpenOptions.DEFAULT);
        long before = source.bytesRead();

        List<Extent> extents = Materializer.extents(image, 0);

        assertThat(extents).hasSize(1);
        assertThat(source.bytesRead() - before).isEqualTo(200_000 * 4);
    }

    @Test
    void aSnapshotOfAFileIsAWrongRequest() {
        TestSource source = TestSource.of("disk.vdi", new VdiFixture(MIB).build());

        assertThatThrownBy(() -> Detector.open(source, "vdi", new OpenOptions("before")))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("'before'");
    }

    private static DiskImage open(byte[] file) {
        return Detector.open(TestSource.of("disk.vdi", file), Detector.AUTO, OpenOptions.DEFAULT);
    }
}
