package io.vmloom.format.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.codec.Codec;
import io.vmloom.codec.Compression;
import io.vmloom.error.InternalException;
import io.vmloom.fragment.FragmentIndex;
import io.vmloom.fragment.FragmentIndexBuilder;
import io.vmloom.fragment.Packing;
import io.vmloom.layout.Arrangement;
import io.vmloom.layout.FragmentPlace;
import io.vmloom.layout.Layout;
import io.vmloom.table.GroupSet;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import io.vmloom.unit.TargetOffset;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Qcow2DesignTest {
    private static final int ROUNDS = 20_000;
    private static final long MIB = 1L << 20;

    @Test
    void theFrontNeverShrinksWhenGroupsOrDataAreAdded() {
        RandomGenerator random = random(1);
        for (int round = 0; round < ROUNDS; round++) {
            int bits = 12 + random.nextInt(10);
            RefcountWidth refcounts = RefcountWidth.ofOrder(random.nextInt(7));
            Qcow2Design design = design(bits, random.nextBoolean(), refcounts, true, (1L << 21) << bits);
            GroupSet groups = new GroupSet(design.groupBytes());
            groups.populated().set(0, random.nextInt(500));
            long data = Math.min(someClusters(random, design.basis()), 1L << 61 - bits) << bits;
            long before = design.frontBytes(groups, data);

            groups.populated().set(random.nextInt(1000));
            long after = design.frontBytes(groups, data + random.nextLong(3L << bits));

            assertThat(after).isGreaterThanOrEqualTo(before);
            assertThat(before % design.frontAlignmentBytes()).isZero();
        }
    }

    @Test
    void theTablesFitHoweverMuchTheFrontIsPadded() {
        RandomGenerator random = random(2);
        for (int round = 0; round < 10 * ROUNDS; round++) {
            int bits = 12 + random.nextInt(10);
            long l1Entries = random.nextLong(5000);
            long l2Tables = random.nextLong(l1Entries + 1);
            FrontShape.Basis basis =
                    new FrontShape.Basis(bits, RefcountWidth.ofOrder(random.nextInt(7)), random.nextInt(9), l1Entries);
            long padding = random.nextBoolean() ? random.nextLong(5) : someClusters(random, basis);

            requireRoom(basis, l2Tables, someClusters(random, basis), padding);
        }
    }

    /** One more cluster in the file then takes a refcount block and a cluster of the refcount table. */
    @ParameterizedTest
    @ValueSource(ints = {12, 13, 14, 15, 16, 17, 18, 19, 20, 21})
    void theTablesFitWhereTheRefcountTableIsJustFull(int bits) {
        for (int order = 0; order <= 6; order++) {
            FrontShape.Basis basis = new FrontShape.Basis(bits, RefcountWidth.ofOrder(order), 0, 900);
            for (long tableClusters = 1; tableClusters < 20; tableClusters++) {
                long blocks = tableClusters << bits - 3;
                long front = new FrontShape(basis, blocks, 700).clusters();
                long fullWithData = blocks * basis.countsPerBlock() - front;
                for (long data = fullWithData - 4; data <= fullWithData + 4; data++) {
                    for (long padding = 0; padding < 6; padding++) {
                        requireRoom(basis, 700, data, padding);
                    }
                }
            }
        }
    }

    private static void requireRoom(FrontShape.Basis basis, long l2Tables, long data, long padding) {
        long least = FrontShape.leastBefore(basis, l2Tables, data).clusters();

        long used = FrontShape.ofFile(basis, l2Tables, least + padding + data).clusters();

        assertThat(used)
                .as("%s, %d groups, %d clusters of data, %d of padding", basis, l2Tables, data, padding)
                .isLessThanOrEqualTo(least + padding);
    }

    @Test
    void anOverflownAmountOfDataIsAFaultAndNoEndlessSearch() {
        Qcow2Design design = design(16, MIB);

        assertThatThrownBy(() -> design.frontBytes(new GroupSet(design.groupBytes()), Long.MIN_VALUE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must not be negative");
    }

    @Test
    void theBoundExceedsTheNeedByOneRefcountBlockAtMost() {
        Qcow2Design design = design(16, 1L << 40);
        GroupSet groups = new GroupSet(design.groupBytes());
        groups.add(0, 1L << 40);

        // header, L1 of 16 KiB, refcount table, 512 + 1 refcount blocks of 2 GiB each, 2048 L2 tables
        assertThat(design.frontBytes(groups, 1L << 40)).isEqualTo((1 + 1 + 1 + 513 + 2048) * 65536L);
        assertThat(design.frontBytes(new GroupSet(design.groupBytes()), 0)).isEqualTo(4 * 65536L);
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 13, 14, 15, 16, 17, 18, 19, 20, 21})
    void theLargestFileStaysWithinQemusLimits(int bits) {
        Qcow2Design compressed = design(bits, 1L << 40);
        Qcow2Design plain = design(bits, false, RefcountWidth.USUAL, false, 1L << 40);
        Qcow2Design widelyCounted = design(bits, false, new RefcountWidth(64), false, 1L << 40);
        Qcow2Design barelyCounted = design(bits, false, new RefcountWidth(1), false, 1L << 40);
        int clusterBytes = 1 << bits;

        for (Qcow2Design design : List.of(plain, compressed, widelyCounted, barelyCounted)) {
            long fileClusters = design.maxFileBytes() >>> bits;
            assertThat(FrontShape.ofFile(design.basis(), 1, fileClusters).refcountTableClusters() << bits)
                    .isLessThanOrEqualTo(8 * MIB);
            long last = design.maxFileBytes() - clusterBytes;
            assertThat(L2Entry.plain(last).hostOffset()).isEqualTo(last);
        }
        long last = compressed.maxFileBytes() - clusterBytes + 1;
        L2Entry entry = L2Entry.compressed(bits, last, clusterBytes - 1);
        assertThat(entry.isCompressed()).isTrue();
        assertThat(entry.compressedOffset(bits)).isEqualTo(last);
        assertThat(entry.compressedBytes(bits)).isEqualTo(clusterBytes - 1);
    }

    /** 2 TiB of data in 64 KiB clusters: 256 MiB of L2 tables, 64 MiB of refcounts. */
    @Test
    void aFrontOfHundredsOfMegabytesIsWrittenTableByTable() {
        int ranges = 1 << 15;
        long rangeBytes = 64 * MIB;
        Qcow2Design design = design(16, false, RefcountWidth.USUAL, false, ranges * rangeBytes);
        GroupSet groups = new GroupSet(design.groupBytes());
        groups.add(0, design.virtualBytes());
        long frontBytes = design.frontBytes(groups, design.virtualBytes());
        List<FragmentPlace> places = IntStream.range(0, ranges)
                .mapToObj(i ->
                        new FragmentPlace(ranges - 1 - i, new TargetOffset(frontBytes + i * rangeBytes), rangeBytes))
                .toList();
        CountingSink sink = new CountingSink();

        design.writeFront(
                new Stitch(
                        new Layout(frontBytes, places, frontBytes + design.virtualBytes()),
                        ranges,
                        range -> {
                            var index = new FragmentIndexBuilder(Packing.PACKED, 65536, range * (rangeBytes >> 16));
                            for (int unit = 0; unit < rangeBytes >> 16; unit++) {
                                index.plain();
                            }
                            return index.build();
                        },
                        groups),
                sink);

        assertThat(frontBytes).isBetween(320 * MIB, 322 * MIB);
        assertThat(sink.position()).isEqualTo(frontBytes);
        assertThat(sink.longestWrite).isEqualTo(65536);
    }

    @Test
    void aLayoutWithoutRoomForTheTablesIsAFault() {
        Qcow2Design design = design(16, MIB);
        GroupSet groups = new GroupSet(design.groupBytes());
        Stitch stitch = new Stitch(new Layout(3 * 65536, List.of(), 3 * 65536), 0, this::noFragment, groups);

        assertThatThrownBy(() -> design.writeFront(stitch, new CountingSink()))
                .isInstanceOf(InternalException.class)
                .hasMessageContaining("take 262144 bytes, but the layout has room for 196608");
    }

    @Test
    void fragmentsMayStandInAnyOrderAndNothingFollowsThem() {
        Qcow2Design design = design(16, MIB);

        assertThat(design.arrangement()).isEqualTo(Arrangement.FREE);
        assertThat(design.tailBytes()).isZero();
        assertThat(design.groupBytes()).isEqualTo(512 * MIB);
        assertThat(design.frontAlignmentBytes()).isEqualTo(65536);
    }

    private FragmentIndex noFragment(int range) {
        throw new AssertionError("there is no range " + range);
    }

    /** Often close to where one more refcount block, or one more cluster of the refcount table, is needed. */
    private static long someClusters(RandomGenerator random, FrontShape.Basis basis) {
        long perBlock = basis.countsPerBlock();
        long perTableCluster = perBlock * ((1L << basis.clusterBits()) / Long.BYTES);
        return switch (random.nextInt(3)) {
            case 0 -> random.nextLong(1L << random.nextInt(1, 40));
            case 1 -> Math.max(0, perBlock * random.nextLong(1, 2000) - random.nextLong(3000));
            default -> Math.max(0, perTableCluster * random.nextLong(1, 50) - random.nextLong(10_000));
        };
    }

    private static Qcow2Design design(int clusterBits, long virtualBytes) {
        return design(clusterBits, false, RefcountWidth.USUAL, true, virtualBytes);
    }

    private static Qcow2Design design(
            int clusterBits, boolean extendedL2, RefcountWidth refcounts, boolean compress, long virtualBytes) {
        Geometry geometry = new Geometry(clusterBits, extendedL2);
        Compression compression = new Compression(Codec.DEFLATE, 6);
        Qcow2Options options = new Qcow2Options(
                3, geometry, refcounts, false, compress, compression, true, Optional.empty(), false, false);
        return new Qcow2Design(options, virtualBytes, new BitmapFront(1 << clusterBits, List.of()), Optional.empty());
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static final class CountingSink implements TableSink {
        private long position;
        private int longestWrite;

        @Override
        public void write(byte[] bytes, int offset, int length) {
            position += length;
            longestWrite = Math.max(longestWrite, length);
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
