package io.vmloom.worker.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.cipher.CipherSpec;
import io.vmloom.cipher.DiskCipher;
import io.vmloom.cipher.Secret;
import io.vmloom.cipher.SectorCipher;
import io.vmloom.codec.Codec;
import io.vmloom.codec.Codecs;
import io.vmloom.codec.Compression;
import io.vmloom.codec.Compressor;
import io.vmloom.error.ImageException;
import io.vmloom.extent.CompressedUnit;
import io.vmloom.extent.Extent;
import io.vmloom.extent.Losses;
import io.vmloom.extent.Mapping;
import io.vmloom.extent.OnDamage;
import io.vmloom.range.WorkRange;
import io.vmloom.source.ByteSource;
import io.vmloom.testing.Seeded;
import io.vmloom.testing.TestSource;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RangeReaderTest {
    private static final int UNIT = 64 << 10;
    private static final CompressedUnit GRAIN =
            new CompressedUnit(Codec.ZLIB, CompressedUnit.Framing.SECTOR_MARKED, UNIT);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final RangeReader reader = new RangeReader(threads, new BlockPool());
    private final CollectingSink sink = new CollectingSink();

    @AfterEach
    void close() {
        reader.close();
        threads.shutdownNow();
    }

    @Seeded(60)
    void theGuestsBytesAreDeliveredInOrder(SplittableRandom random) {
        SourceFixture fixture = new SourceFixture(random, random.nextInt(1, 120), 1 << random.nextInt(10, 23));

        RangeReader.Outcome read = reader.read(fixture.range(), fixture.members(), Map.of(), OnDamage.ZEROS, sink);

        assertThat(sink.bytes()).isEqualTo(fixture.guest());
        assertThat(read.sourceBytes()).isNotNegative();
        assertThat(read.losses()).isEqualTo(Losses.NONE);
    }

    /** Images above it may cut an encrypted one anywhere, and sectors are decrypted as a whole. */
    @Seeded(30)
    void encryptedExtentsAreDecryptedWhereverTheyAreCut(SplittableRandom random) {
        int sectorBytes = 512 << random.nextInt(4);
        byte[] guest = new byte[sectorBytes * random.nextInt(1, 40)];
        random.nextBytes(guest);
        byte[] key = new byte[64];
        random.nextBytes(key);
        DiskCipher cipher = new DiskCipher(
                new CipherSpec(CipherSpec.Mode.XTS, CipherSpec.Numbering.PLAIN64), sectorBytes, 3, new Secret(key));
        int hostOffset = random.nextInt(10_000);
        byte[] file = new byte[hostOffset + guest.length];
        SectorCipher.of(cipher).encrypt(guest, 0, file, hostOffset, guest.length, 8L * sectorBytes);
        Extent rest = new Extent(
                GuestOffset.ZERO,
                guest.length,
                new Mapping.Encrypted(0, new HostOffset(hostOffset), 8L * sectorBytes, sectorBytes));
        List<Extent> extents = new ArrayList<>();
        while (rest.lengthBytes() > 1 && random.nextInt(6) > 0) {
            long cut = random.nextLong(1, rest.lengthBytes());
            extents.add(rest.slice(0, cut));
            rest = rest.slice(cut, rest.lengthBytes() - cut);
        }
        extents.add(rest);

        reader.read(
                new WorkRange(0, GuestOffset.ZERO, guest.length, guest.length, extents),
                List.of(TestSource.of("disk", file)),
                Map.of(0, cipher),
                OnDamage.REFUSE,
                sink);

        assertThat(sink.bytes()).isEqualTo(guest);
    }

    /** Two places in the guest may name one unit; its marker can be right for one of them only. */
    @Test
    void aGrainThatBelongsElsewhereIsRefusedEvenRightBehindItsOwner() {
        byte[] grain = grain(0);
        Extent owner = extent(0, grain.length);
        Extent thief = extent(UNIT, grain.length);

        assertThatThrownBy(() -> read(List.of(owner, thief), TestSource.of("a.vmdk", grain)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("marker says sector 0 where the tables say 128");
    }

    @Test
    void bothHalvesOfAUnitAreDecodedOnce() {
        byte[] grain = grain(0);
        Extent whole = extent(0, grain.length);

        read(List.of(whole.slice(0, 1000), whole.slice(1000, UNIT - 1000)), TestSource.of("a.vmdk", grain));

        assertThat(sink.bytes()).hasSize(UNIT).containsOnly(7);
    }

    @Test
    void damageIsReportedWithFileAndPlaces() {
        byte[] grain = grain(0);
        grain[grain.length - 1] ^= 1;

        assertThatThrownBy(() -> read(List.of(extent(0, grain.length)), TestSource.of("a.vmdk", grain)))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("a.vmdk at offset 0x0: compressed data of guest 0x0: zlib checksum differs");
    }

    /** Cut as by an image above it, and each time met anew. */
    @Test
    void whatIsDamagedIsReadAsZerosAndToldOfWhereThatIsAllowed() {
        byte[] damaged = grain(0);
        damaged[damaged.length - 1] ^= 1;
        byte[] sound = grain(128);
        byte[] file = Arrays.copyOf(damaged, damaged.length + sound.length);
        System.arraycopy(sound, 0, file, damaged.length, sound.length);
        Extent first = extent(0, damaged.length);
        Extent second = new Extent(
                new GuestOffset(UNIT),
                UNIT,
                new Mapping.Compressed(0, new HostOffset(damaged.length), sound.length, GRAIN, 0));

        RangeReader.Outcome read = reader.read(
                new WorkRange(
                        0,
                        GuestOffset.ZERO,
                        2 * UNIT,
                        2 * UNIT,
                        List.of(first.slice(0, 1000), first.slice(1000, UNIT - 1000), second)),
                List.of(TestSource.of("a.vmdk", file)),
                Map.of(),
                OnDamage.ZEROS,
                sink);

        byte[] expected = new byte[2 * UNIT];
        Arrays.fill(expected, UNIT, 2 * UNIT, (byte) 7);
        assertThat(sink.bytes()).isEqualTo(expected);
        assertThat(read.losses().ranges()).isEqualTo(1);
        assertThat(read.losses().first().getFirst().lengthBytes()).isEqualTo(UNIT);
        assertThat(read.losses().first().getFirst().damage().toString())
                .startsWith("a.vmdk at offset 0x0: compressed data of guest 0x0: zlib checksum differs");
    }

    @Test
    void aMarkerThatPromisesMoreThanThereIsIsRefused() {
        byte[] grain = grain(0);
        ByteBuffer.wrap(grain).order(ByteOrder.LITTLE_ENDIAN).putInt(8, -1);

        assertThatThrownBy(() -> read(List.of(extent(0, grain.length)), TestSource.of("a.vmdk", grain)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("marker says 4294967295 bytes where at most");
        assertThatThrownBy(() -> read(List.of(extent(0, 11)), TestSource.of("a.vmdk", grain)))
                .hasMessageContaining("marker is cut off");
    }

    /** What a sink keeps may be on its way to a store while the next range is read. */
    @Test
    void whatASinkKeepsIsNotReadIntoUntilItIsFree() {
        byte[] first = filled(1);
        byte[] second = filled(2);
        KeepingSink kept = new KeepingSink();

        RangeReader.Outcome read = readInto(kept, first);
        readInto(sink, second);
        assertThat(kept.bytes()).isEqualTo(first);
        assertThat(sink.bytes()).isEqualTo(second);

        read.keptFree().run();
        KeepingSink again = new KeepingSink();
        readInto(again, second);
        assertThat(again.bytes()).isEqualTo(second);
        assertThat(again.arrays()).anyMatch(kept.arrays()::contains);
    }

    /** Otherwise one array would be given to two. */
    @Test
    void whatIsFreeIsFreeOnceHoweverOftenItIsSaid() {
        KeepingSink kept = new KeepingSink();
        RangeReader.Outcome read = readInto(kept, filled(1));
        read.keptFree().run();
        read.keptFree().run();

        KeepingSink second = new KeepingSink();
        readInto(second, filled(2));
        KeepingSink third = new KeepingSink();
        readInto(third, filled(3));

        assertThat(second.bytes()).isEqualTo(filled(2));
        assertThat(third.bytes()).isEqualTo(filled(3));
    }

    private static byte[] filled(int value) {
        byte[] disk = new byte[UNIT];
        Arrays.fill(disk, (byte) value);
        return disk;
    }

    private RangeReader.Outcome readInto(GuestSink into, byte[] disk) {
        Extent all = new Extent(GuestOffset.ZERO, disk.length, new Mapping.Data(0, HostOffset.ZERO));
        return reader.read(
                new WorkRange(0, GuestOffset.ZERO, disk.length, disk.length, List.of(all)),
                List.of(TestSource.of("disk", disk)),
                Map.of(),
                OnDamage.REFUSE,
                into);
    }

    /** Keeps arrays, as encoders of plain targets do. */
    private static final class KeepingSink implements GuestSink {
        private final List<ByteBuffer> kept = new ArrayList<>();

        @Override
        public void data(byte[] bytes, int offset, int length) {
            kept.add(ByteBuffer.wrap(Arrays.copyOfRange(bytes, offset, offset + length)));
        }

        @Override
        public boolean lastingData(byte[] bytes, int offset, int length) {
            kept.add(ByteBuffer.wrap(bytes, offset, length));
            return true;
        }

        @Override
        public void zeros(long length) {
            kept.add(ByteBuffer.allocate((int) length));
        }

        byte[] bytes() {
            ByteBuffer all = ByteBuffer.allocate(
                    kept.stream().mapToInt(ByteBuffer::remaining).sum());
            kept.forEach(part -> all.put(part.duplicate()));
            return all.array();
        }

        Set<byte[]> arrays() {
            Set<byte[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
            kept.forEach(part -> arrays.add(part.array()));
            return arrays;
        }
    }

    @Test
    void bytesBehindTheEndOfTheFileAreRefused() {
        Extent behind = new Extent(GuestOffset.ZERO, 512, new Mapping.Data(0, new HostOffset(513)));

        assertThatThrownBy(() -> read(List.of(behind), TestSource.of("short.img", new byte[1024])))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("short.img at offset 0x201")
                .hasMessageContaining("past the end of the file at 0x400");
    }

    private void read(List<Extent> extents, ByteSource source) {
        long length = extents.getLast().end().bytes();
        reader.read(
                new WorkRange(0, GuestOffset.ZERO, length, length, extents),
                List.of(source),
                Map.of(),
                OnDamage.REFUSE,
                sink);
    }

    private static Extent extent(long guest, int boundBytes) {
        return new Extent(
                new GuestOffset(guest), UNIT, new Mapping.Compressed(0, HostOffset.ZERO, boundBytes, GRAIN, 0));
    }

    /** A marker and 64 KiB of sevens, compressed. */
    private static byte[] grain(long sector) {
        byte[] unit = new byte[UNIT];
        Arrays.fill(unit, (byte) 7);
        byte[] target = new byte[2 * UNIT];
        try (Compressor compressor = Codecs.compressor(new Compression(Codec.ZLIB, 6))) {
            int length = compressor.compress(unit, 0, UNIT, target, 12, UNIT);
            ByteBuffer.wrap(target)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(0, sector)
                    .putInt(8, length);
            return Arrays.copyOf(target, 12 + length);
        }
    }
}
