package io.vmloom.format.cow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.RequestException;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.Extent;
import io.vmloom.extent.Mapping;
import io.vmloom.format.Detector;
import io.vmloom.format.OpenOptions;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.Seeded;
import io.vmloom.testing.TestSource;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CowReaderTest {
    @Seeded(60)
    void theSectorsOfEveryLayoutAreRead(SplittableRandom random) {
        CowLayout layout = CowLayout.values()[random.nextInt(CowLayout.values().length)];
        int sectors =
                layout == CowLayout.UML_1 || layout == CowLayout.UML_2 ? random.nextInt(600) * 8 : random.nextInt(5000);
        CowFixture fixture = new CowFixture(layout, sectors).fill(random, random.nextInt(20));
        fixture.alignment = 512 << random.nextInt(5);
        fixture.order =
                layout == CowLayout.UML_1 && random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;

        DiskImage image = open(fixture.build());

        assertThat(image.details()).containsEntry("layout", layout.title());
        assertThat(Arrays.mismatch(Materializer.bytes(image), fixture.guest())).isEqualTo(-1);
        assertThat(Detector.check(TestSource.of("disk.cow", fixture.build()), "cow")
                        .clean())
                .isTrue();
        int from = random.nextInt(fixture.guest().length + 1);
        assertThat(Materializer.bytes(image, from))
                .isEqualTo(Arrays.copyOfRange(fixture.guest(), from, fixture.guest().length));
    }

    @ParameterizedTest
    @EnumSource
    void aSectorThatTheFileLacksIsUnallocated(CowLayout layout) {
        CowFixture fixture = new CowFixture(layout, 64);
        fixture.present.set(8, 16);

        assertThat(Materializer.extents(open(fixture.build()), 0))
                .extracting(Extent::lengthBytes)
                .containsExactly(8 * 512L, 8 * 512L, 48 * 512L);
        assertThat(Materializer.extents(open(fixture.build()), 0))
                .extracting(Extent::mapping)
                .first()
                .isEqualTo(Mapping.Unallocated.INSTANCE);
    }

    @Test
    void theRestOfASectorBehindTheEndOfTheFileIsZero() {
        CowFixture fixture = new CowFixture(CowLayout.QEMU_X86_64, 64).fill(new SplittableRandom(1), 1);
        fixture.present.set(0, 64);
        byte[] file = fixture.build();
        byte[] expected = fixture.guest();
        Arrays.fill(expected, expected.length - 700, expected.length, (byte) 0);

        assertThat(Materializer.bytes(open(Arrays.copyOf(file, file.length - 700))))
                .isEqualTo(expected);
    }

    @Test
    void theDiskEndsWithItsLastWholeSector() {
        byte[] file = new CowFixture(CowLayout.QEMU_X86_64, 64).build();
        file[1047] = (byte) 255;

        assertThat(open(file).virtualBytes()).isEqualTo(64 * 512);
    }

    /** The size of the smallest disk is what the other layout takes for the sector's size. */
    @Test
    void aDiskOfOneSectorIsNotTakenForAnEmptyDisk() {
        assertThat(open(new CowFixture(CowLayout.QEMU_X86_64, 1).build()).virtualBytes())
                .isEqualTo(512);
        assertThat(open(new CowFixture(CowLayout.QEMU_I386, 0).build()).virtualBytes())
                .isZero();
    }

    @Test
    void aLongEmptyDiskIsFewExtents() {
        CowFixture fixture = new CowFixture(CowLayout.QEMU_I386, 1 << 18);
        fixture.present.set(1 << 17);

        assertThat(Materializer.extents(open(fixture.build()), 0)).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource
    void anOverlayIsRefusedWithTheNameOfItsBackingFile(CowLayout layout) {
        CowFixture fixture = new CowFixture(layout, 64);
        fixture.backingName = "/srv/base.img";

        assertThatThrownBy(() ->
                        Detector.open(TestSource.of("disk.cow", fixture.build()), Detector.AUTO, OpenOptions.DEFAULT))
                .isInstanceOfSatisfying(
                        ConversionException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNSAFE))
                .hasMessageContaining("backing file '/srv/base.img'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "before"})
    void aSnapshotIsAWrongRequest(String snapshot) {
        byte[] file = new CowFixture(CowLayout.QEMU_X86_64, 64).build();

        assertThatThrownBy(() -> new CowReader().open(TestSource.of("disk.cow", file), new OpenOptions(snapshot)))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("'" + snapshot + "'");
    }

    private static DiskImage open(byte[] file) {
        return Detector.open(TestSource.of("disk.cow", file), Detector.AUTO, OpenOptions.DEFAULT);
    }
}
