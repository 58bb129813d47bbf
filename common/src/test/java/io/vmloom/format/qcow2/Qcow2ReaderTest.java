package io.vmloom.format.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmloom.error.ImageException;
import io.vmloom.error.RequestException;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.Mapping;
import io.vmloom.format.OpenOptions;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.TestSource;
import io.vmloom.unit.ByteSize;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class Qcow2ReaderTest {
    @Test
    void neighbouringClustersOfOneKindBecomeOneExtent() {
        Qcow2Fixture fixture = new Qcow2Fixture()
                .u64(Qcow2Fixture.L2_AT, 0x600)
                .u64(Qcow2Fixture.L2_AT + 8, 0x800)
                .u64(Qcow2Fixture.L2_AT + 16, 1)
                .u64(Qcow2Fixture.L2_AT + 24, 0x600 | 1);

        assertThat(extents(open(fixture)))
                .containsExactly(
                        new Extent(new GuestOffset(0), 1024, new Mapping.Data(0, new HostOffset(0x600))),
                        new Extent(new GuestOffset(1024), 1024, Mapping.Zero.INSTANCE),
                        new Extent(
                                new GuestOffset(2048),
                                Qcow2Fixture.VIRTUAL_BYTES - 2048,
                                Mapping.Unallocated.INSTANCE));
    }

    @Test
    void aLastClusterCutOffByTheFilesEndReadsAsZeroFromThereOn() {
        DiskImage image = open(new Qcow2Fixture().cutTo(Qcow2Fixture.DATA_AT + 100));

        byte[] guest = Materializer.bytes(image);

        assertThat(guest[99]).isEqualTo((byte) 7);
        assertThat(guest[100]).isZero();
        assertThat(extents(image).getFirst().lengthBytes()).isEqualTo(100);
    }

    @Test
    void compressedBytesAreBoundedByTheFilesEnd() {
        long entry = 1L << 62 | 1L << 61 | Qcow2Fixture.DATA_AT + 0x101;
        DiskImage image = open(new Qcow2Fixture().u64(Qcow2Fixture.L2_AT, entry));

        assertThat(extents(image).getFirst().mapping())
                .isInstanceOfSatisfying(
                        Mapping.Compressed.class,
                        c -> assertThat(c.maxLengthBytes()).isEqualTo(0x200 - 0x101));
    }

    @Test
    void reservedBitsOfTheTablesAreIgnoredAsQemuIgnoresThem() {
        DiskImage image = open(new Qcow2Fixture()
                .u64(Qcow2Fixture.L1_AT, 0x7f00_0000_0000_01ffL | Qcow2Fixture.L2_AT)
                .u64(Qcow2Fixture.L2_AT, 0x3f00_0000_0000_01feL | Qcow2Fixture.DATA_AT));

        assertThat(extents(image).getFirst().mapping())
                .isEqualTo(new Mapping.Data(0, new HostOffset(Qcow2Fixture.DATA_AT)));
    }

    @Test
    void aDirtyImageIsReadAndSaysSo() {
        assertThat(open(new Qcow2Fixture().u64(72, 1)).details())
                .containsEntry("version", "3")
                .containsEntry("cluster size", "512 B")
                .containsEntry("compression type", "zlib")
                .containsKey("dirty");
    }

    @Test
    void anUnknownSnapshotIsRefusedWithTheListOfThoseThereAre() {
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> open(twoSnapshots("fresh", "patched"), "gone"))
                .withMessageContaining("no snapshot has the id or name 'gone'; the image has 1 'fresh', 2 'patched'");
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> open(new Qcow2Fixture(), "gone"))
                .withMessageContaining("the image has none");
    }

    @Test
    void aNameThatTwoSnapshotsShareIsRefusedAndTheIdStillWorks() {
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> open(twoSnapshots("same", "same"), "same"))
                .withMessageContaining("choose one by its id: 1, 2");
        assertThat(open(twoSnapshots("same", "same"), "2").details()).containsEntry("opened snapshot", "2 'same'");
    }

    @Test
    void aSnapshotWhoseL1TableIsTooSmallIsRefusedAtItsEntry() {
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> open(twoSnapshots("a", "b").u32(Qcow2Fixture.SNAPSHOTS_AT + 64 + 8, 1), "b"))
                .satisfies(refusal -> assertThat(refusal.hostOffset()).hasValue(Qcow2Fixture.SNAPSHOTS_AT + 64));
    }

    @Test
    void anEmptyDiskHasNoExtents() {
        assertThat(extents(open(new Qcow2Fixture().u64(24, 0).u32(36, 0).u64(40, 0))))
                .isEmpty();
    }

    @Test
    void aSparsePetabyteIsWalkedWithoutReadingAnything() {
        long l1Entries = 2 * ByteSize.GIB * 512 / (512L << 10);
        ByteBuffer image = ByteBuffer.allocate((int) (2 * (64 << 10) + l1Entries * 8));
        new Qcow2Fixture().source().read(0, image.duplicate().limit(112));
        image.putInt(20, 16).putInt(36, (int) l1Entries).putLong(40, 64 << 10).putLong(24, l1Entries * (512L << 20));
        TestSource source = TestSource.of("sparse.qcow2", image.array());
        DiskImage opened = new Qcow2Reader().open(source, OpenOptions.DEFAULT);
        long readsToOpen = source.reads();

        assertThat(extents(opened)).hasSize(1);
        assertThat(opened.virtualBytes()).isEqualTo(ByteSize.TIB * 1024);
        assertThat(source.reads()).isEqualTo(readsToOpen);
    }

    @Test
    void tablesThatStandTogetherAreReadTogether() {
        int tables = 32;
        ByteBuffer image = ByteBuffer.allocate((2 + 16 + tables) * 512);
        new Qcow2Fixture().source().read(0, image.duplicate().limit(112));
        image.putInt(36, tables).putLong(24, tables * 64L * 512);
        for (int i = 0; i < tables; i++) {
            image.putLong(0x200 + 8 * i, (18L + i) * 512);
        }
        TestSource source = TestSource.of("tables.qcow2", image.array());
        DiskImage opened = new Qcow2Reader().open(source, OpenOptions.DEFAULT);
        long readsToOpen = source.reads();

        assertThat(extents(opened)).hasSize(1);
        assertThat(source.reads()).isEqualTo(readsToOpen + 1);
    }

    private static Qcow2Fixture twoSnapshots(String first, String second) {
        return new Qcow2Fixture()
                .u32(60, 2)
                .u64(64, Qcow2Fixture.SNAPSHOTS_AT)
                .snapshot(Qcow2Fixture.SNAPSHOTS_AT, "1", first)
                .snapshot(Qcow2Fixture.SNAPSHOTS_AT + 64, "2", second);
    }

    private static DiskImage open(Qcow2Fixture fixture) {
        return new Qcow2Reader().open(fixture.source(), OpenOptions.DEFAULT);
    }

    private static DiskImage open(Qcow2Fixture fixture, String snapshot) {
        return new Qcow2Reader().open(fixture.source(), new OpenOptions(snapshot));
    }

    private static List<Extent> extents(DiskImage image) {
        ExtentCursor cursor = image.extents(GuestOffset.ZERO);
        List<Extent> extents = new ArrayList<>();
        for (Optional<Extent> next = cursor.next(); next.isPresent(); next = cursor.next()) {
            extents.add(next.get());
        }
        return extents;
    }
}
