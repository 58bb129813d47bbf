package io.vmloom.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.InternalException;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.Mapping;
import io.vmloom.testing.RandomDisk;
import io.vmloom.testing.Seeded;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.ByteSize;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangePlannerTest {
    private static final long KIB = ByteSize.KIB;

    @Seeded(400)
    void rangesCoverTheDiskAndChangeNoByte(SplittableRandom random) {
        RandomDisk disk = disk(random);

        List<WorkRange> ranges = plan(disk, limits(random));

        long end = 0;
        List<Extent> extents = new ArrayList<>();
        for (int i = 0; i < ranges.size(); i++) {
            WorkRange range = ranges.get(i);
            assertThat(range.index()).isEqualTo(i);
            assertThat(range.start().bytes()).isEqualTo(end);
            assertThat(range.extents().getFirst().start()).isEqualTo(range.start());
            assertThat(range.extents().getLast().end()).isEqualTo(range.end());
            end = range.end().bytes();
            extents.addAll(range.extents());
        }
        assertThat(end).isEqualTo(disk.virtualBytes());
        assertThat(RandomDisk.sameMapping(extents, disk.extents())).isTrue();
    }

    @Seeded(400)
    void everyCutIsAlignedAndEveryLimitHolds(SplittableRandom random) {
        RandomDisk disk = disk(random);
        RangeLimits limits = limits(random);

        for (WorkRange range : plan(disk, limits)) {
            assertThat(range.start().bytes() % limits.alignmentBytes()).isZero();
            assertThat(range.lengthBytes()).isLessThanOrEqualTo(limits.guestBytes());
            assertThat((range.end().bytes() - 1) / limits.boundaryBytes())
                    .isEqualTo(range.start().bytes() / limits.boundaryBytes());
            assertThat(storedBytes(range, limits.unitBytes())).isLessThanOrEqualTo(limits.dataBytes());
            long lastUnit = Alignment.down(range.end().bytes() - 1, limits.alignmentBytes());
            assertThat(range.extents())
                    .filteredOn(extent -> extent.start().bytes() < lastUnit)
                    .hasSizeLessThanOrEqualTo(limits.extents());
            assertThat(range.dataBytes())
                    .isEqualTo(range.extents().stream()
                            .filter(Extent::hasBytes)
                            .mapToLong(Extent::lengthBytes)
                            .sum());
        }
    }

    /** Ranges are planned anew when they are needed again, by cursors that cut the same extents elsewhere. */
    @Seeded(400)
    void plannedAgainFromItsStartARangeIsTheSame(SplittableRandom random) {
        RandomDisk disk = disk(random);
        RangeLimits limits = limits(random);

        for (WorkRange range : plan(disk, limits)) {
            WorkRange again =
                    new RangePlanner(disk.cursor(range.start()), disk.virtualBytes(), limits, range.start()).next();

            assertThat(new WorkRange(
                            range.index(), again.start(), again.lengthBytes(), again.dataBytes(), again.extents()))
                    .isEqualTo(range);
        }
    }

    @Seeded(200)
    void noTwoExtentsOfARangeCouldBeOne(SplittableRandom random) {
        for (WorkRange range : plan(disk(random), limits(random))) {
            Iterator<Extent> extents = range.extents().iterator();
            Extent last = extents.next();
            while (extents.hasNext()) {
                Extent next = extents.next();
                assertThat(last.mapping().continuedBy(last.lengthBytes(), next.mapping()))
                        .as("%s, %s", last, next)
                        .isFalse();
                last = next;
            }
        }
    }

    @Test
    void emptyTerabytesCostOneRangeForEverySixtyFourGibibytes() {
        long size = 10 * ByteSize.TIB;
        RangeLimits limits = RangeLimits.byData(16 * ByteSize.MIB, 65536, 65536);

        List<WorkRange> ranges = plan(List.of(new Extent(GuestOffset.ZERO, size, Mapping.Zero.INSTANCE)), limits);

        assertThat(ranges).hasSize(160).allMatch(range -> range.extents().size() == 1 && range.dataBytes() == 0);
    }

    @Test
    void oneByteInEmptinessCountsAsAWholeUnit() {
        RangeLimits limits = RangeLimits.byData(128 * KIB, 64 * KIB, 64 * KIB);
        List<Extent> extents = new ArrayList<>();
        for (int unit = 0; unit < 8; unit++) {
            extents.add(extent(unit * 64 * KIB, 512, data(unit)));
            extents.add(extent(unit * 64 * KIB + 512, 64 * KIB - 512, Mapping.Zero.INSTANCE));
        }

        assertThat(plan(extents, limits))
                .extracting(WorkRange::lengthBytes)
                .containsOnly(128 * KIB)
                .hasSize(4);
    }

    /** As in a sparse file whose holes are shorter than the target's unit. */
    @Test
    void holesBetweenTheDataLiftNoLimit() {
        List<Extent> extents = new ArrayList<>();
        for (int unit = 0; unit < 64; unit++) {
            extents.add(extent(unit * 64 * KIB, 4 * KIB, Mapping.Unallocated.INSTANCE));
            extents.add(extent(unit * 64 * KIB + 4 * KIB, 60 * KIB, data(unit)));
        }

        assertThat(plan(extents, RangeLimits.byData(256 * KIB, 64 * KIB, 64 * KIB)))
                .extracting(WorkRange::lengthBytes)
                .containsOnly(256 * KIB)
                .hasSize(16);
    }

    @Test
    void theLastRangeEndsWithTheDiskWhateverItsLength() {
        List<WorkRange> ranges = plan(List.of(extent(0, 200_001, data(0))), RangeLimits.byGuest(128 * KIB, 64 * KIB));

        assertThat(ranges).extracting(WorkRange::lengthBytes).containsExactly(128 * KIB, 200_001 - 128 * KIB);
    }

    @Test
    void anEmptyDiskHasNoRange() {
        RangePlanner planner = new RangePlanner(Optional::empty, 0, RangeLimits.byGuest(64 * KIB, 64 * KIB));

        assertThat(planner.hasNext()).isFalse();
        assertThatThrownBy(planner::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void limitsWithoutAnyBoundAreNoOverflow() {
        RangeLimits limits = new RangeLimits(
                Long.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE, 1, 64 * KIB, RangeLimits.NO_BOUNDARY);
        List<Extent> extents = List.of(extent(0, 1 << 20, data(0)), extent(1 << 20, 1 << 20, Mapping.Zero.INSTANCE));

        assertThat(plan(extents, limits)).hasSize(1);
    }

    @Test
    void aCursorThatBreaksItsPromiseIsAFaultOfOurs() {
        RangeLimits limits = RangeLimits.byGuest(64 * KIB, 64 * KIB);
        ExtentCursor tooShort = cursor(List.of(extent(0, 512, Mapping.Zero.INSTANCE)));
        ExtentCursor withGap = cursor(List.of(extent(0, 512, data(0)), extent(1024, 512, data(0))));
        ExtentCursor tooLong = cursor(List.of(extent(0, 2048, data(0))));

        assertThatThrownBy(() -> new RangePlanner(tooShort, 1024, limits).next())
                .isInstanceOf(InternalException.class)
                .hasMessageContaining("end at guest 0x200");
        assertThatThrownBy(() -> new RangePlanner(withGap, 1536, limits).next())
                .isInstanceOf(InternalException.class)
                .hasMessageContaining("guest 0x400 where guest 0x200 was expected");
        assertThatThrownBy(() -> new RangePlanner(tooLong, 1024, limits).next()).isInstanceOf(InternalException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "65535, 65536, 1, 1, 65536",
        "65536, 65535, 1, 1, 65536",
        "65536, 65536, 0, 1, 65536",
        "65536, 65536, 1, 3, 65536",
        "65536, 65536, 1, 1, 65535",
        "65536, 65536, 1, 131072, 65536"
    })
    void limitsThatHoldNoAlignedUnitAreRefused(long data, long guest, int extents, long unit, long alignment) {
        assertThatThrownBy(() -> new RangeLimits(data, guest, extents, unit, alignment, RangeLimits.NO_BOUNDARY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static RandomDisk disk(SplittableRandom random) {
        return new RandomDisk(random, random.nextInt(1, 60), 1 << random.nextInt(10, 24));
    }

    private static RangeLimits limits(SplittableRandom random) {
        long alignment = 1L << random.nextInt(12, 20);
        long unit = alignment >>> random.nextInt(5);
        long data = alignment * random.nextLong(1, 20) + random.nextLong(alignment);
        long guest = data * random.nextLong(1, 20) + random.nextLong(alignment);
        long boundary = random.nextBoolean() ? RangeLimits.NO_BOUNDARY : alignment * random.nextLong(1, 40);
        return new RangeLimits(data, guest, random.nextInt(1, 40), unit, alignment, boundary);
    }

    private static List<WorkRange> plan(RandomDisk disk, RangeLimits limits) {
        return all(new RangePlanner(disk.cursor(GuestOffset.ZERO), disk.virtualBytes(), limits));
    }

    private static List<WorkRange> plan(List<Extent> extents, RangeLimits limits) {
        return all(new RangePlanner(cursor(extents), extents.getLast().end().bytes(), limits));
    }

    private static List<WorkRange> all(RangePlanner planner) {
        List<WorkRange> ranges = new ArrayList<>();
        planner.forEachRemaining(ranges::add);
        return ranges;
    }

    /** Counted by brute force over the units. */
    private static long storedBytes(WorkRange range, long unit) {
        return unit
                * range.extents().stream()
                        .filter(Extent::hasBytes)
                        .flatMapToLong(extent -> LongStream.rangeClosed(
                                extent.start().bytes() / unit, (extent.end().bytes() - 1) / unit))
                        .distinct()
                        .count();
    }

    private static ExtentCursor cursor(List<Extent> extents) {
        Iterator<Extent> iterator = extents.iterator();
        return () -> iterator.hasNext() ? Optional.of(iterator.next()) : Optional.empty();
    }

    private static Extent extent(long start, long length, Mapping mapping) {
        return new Extent(new GuestOffset(start), length, mapping);
    }

    private static Mapping data(long host) {
        return new Mapping.Data(0, new HostOffset(host << 30));
    }
}
