package io.vmloom.format.cow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.InternalException;
import io.vmloom.error.RequestException;
import io.vmloom.fragment.FragmentIndexBuilder;
import io.vmloom.fragment.Packing;
import io.vmloom.layout.Layout;
import io.vmloom.table.GroupSet;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import io.vmloom.table.TargetDesign;
import io.vmloom.testing.HostileFiles;
import io.vmloom.testing.Seeded;
import io.vmloom.testing.SparseGuest;
import io.vmloom.testing.StitchedImage;
import io.vmloom.testing.TargetRequests;
import io.vmloom.testing.WrittenDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No program of today reads the format, so a second reading by the letter stands in for one. */
class CowTargetTest {
    private static final int UNIT = 4096;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 511, 512, 513, 4095, 4096, 4097, 8 * 4096 - 1, (3 << 20) + 513})
    void everySizeIsRoundedUpToASectorAndNoFurther(long size) throws IOException {
        SparseGuest guest = new SparseGuest(size, UNIT).fillLastByte();

        new StitchedImage(design(size), guest)
                .encode(new SplittableRandom(1), 16)
                .writeTo(disk().target());

        assertThatTheDiskIs(guest);
    }

    @Seeded(30)
    void sectorsStandAtTheirPlacesAndTheBitmapTellsThoseOfZeros(SplittableRandom random) throws IOException {
        SparseGuest guest = new SparseGuest(random.nextLong(1, 9 << 20), UNIT).fill(random, 12, 40);

        new StitchedImage(design(guest.sizeBytes()), guest).encode(random, 300).writeTo(disk().target());

        assertThatTheDiskIs(guest);
    }

    private void assertThatTheDiskIs(SparseGuest guest) throws IOException {
        disk().expecting(guest).weReadIt().weFindNoFault();
        byte[] disk = Files.readAllBytes(disk().raw());
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(disk().target()));
        assertThat(file.getInt(0)).isEqualTo(0x4f4f4f4d);
        assertThat(file.getInt(4)).isEqualTo(2);
        assertThat(file.slice(8, 1032)).isEqualTo(ByteBuffer.allocate(1032));
        assertThat(file.getLong(1040)).isEqualTo(disk.length);
        assertThat(file.getInt(1048)).isEqualTo(512);
        assertThat(file.getInt(1052)).isZero();
        int sectors = disk.length / 512;
        int data = Math.ceilDiv(1056 + Math.ceilDiv(sectors, 8), 512) * 512;
        assertThat(file.slice(data, file.capacity() - data)).isEqualTo(ByteBuffer.wrap(disk));
        for (int bit = 0; bit < (data - 1056) * 8; bit++) {
            boolean present = (file.get(1056 + bit / 8) >> bit % 8 & 1) == 1;
            int eight = bit / 8 * UNIT;
            boolean zero = bit >= sectors || guest.nextFilled(eight, eight + (long) UNIT) == eight + (long) UNIT;
            assertThat(present).as("sector %d", bit).isNotEqualTo(zero);
        }
    }

    @Test
    void aTebibyteHasABitmapOf256Mebibytes() {
        TargetDesign design = design(1L << 40);
        long front = design.frontBytes(new GroupSet(design.groupBytes()), 0);
        FragmentIndexBuilder index = new FragmentIndexBuilder(Packing.IDENTITY, UNIT, 0);
        index.zero((1L << 28) - 1);
        index.plain();
        List<Long> writes = new ArrayList<>();

        design.writeFront(
                new Stitch(
                        new Layout(front, List.of(), front + (1L << 40)),
                        1,
                        range -> index.build(),
                        new GroupSet(design.groupBytes())),
                new PlacesOfWrites(writes));

        assertThat(front).isEqualTo((256 << 20) + 1536);
        assertThat(writes).containsExactly(0L, (long) (256 << 20) + 1055);
    }

    @Test
    void aFrontOfAnotherLengthIsAFault() {
        StitchedImage image = new StitchedImage(design(5000), new SparseGuest(5000, UNIT));
        image.extraFrontUnits = 1;

        assertThatThrownBy(() -> image.encode(new SplittableRandom(1), 9).writeTo(disk().target()))
                .isInstanceOf(InternalException.class)
                .hasMessageContaining("can not begin at 0x800");
    }

    @Test
    void everyOptionIsUnknown() {
        assertThatThrownBy(() -> new CowTarget().design(TargetRequests.of("out.cow", 1, "backing_file=a")))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("out.cow: unknown cow option 'backing_file'; it has none");
    }

    @Test
    void whatWeWroteIsRefusedOrReadWithoutLeavingTheFileWhenItIsDamaged() throws IOException {
        SparseGuest guest = new SparseGuest(100_000, UNIT).fill(new SplittableRandom(3), 3, 5);
        new StitchedImage(design(100_000), guest)
                .encode(new SplittableRandom(3), 9)
                .writeTo(disk().target());

        HostileFiles.damage(new CowReader(), Files.readAllBytes(disk().target()), 1536, 2000, 4);
    }

    private WrittenDisk disk() {
        return new WrittenDisk(folder, "cow");
    }

    private static TargetDesign design(long virtualBytes) {
        return new CowTarget().design(TargetRequests.of("disk.cow", virtualBytes, ""));
    }

    /** Remembers where bytes were written that are not zero. */
    private static final class PlacesOfWrites implements TableSink {
        private final List<Long> writes;
        private long position;

        PlacesOfWrites(List<Long> writes) {
            this.writes = writes;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            for (int i = 0; i < length; i++) {
                if (bytes[offset + i] != 0) {
                    writes.add(position + i);
                    break;
                }
            }
            position += length;
        }

        @Override
        public void zeros(long lengthBytes) {
            position += lengthBytes;
        }

        @Override
        public long position() {
            return position;
        }
    }
}
