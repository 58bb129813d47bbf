package io.vmloom.worker.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.extent.Extent;
import io.vmloom.extent.Mapping;
import io.vmloom.source.ByteSource;
import io.vmloom.testing.RandomDisk;
import io.vmloom.testing.Seeded;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FetchPlanTest {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    @Seeded(300)
    void everyWantedByteIsFetchedAndFound(SplittableRandom random) {
        for (Window window : windows(random)) {
            List<Fetch> fetches = FetchPlan.of(window);

            FetchedWindow fetched = fetched(window, fetches);
            for (Fetch wanted : wanted(window)) {
                Fetch found = fetched.block(wanted.member(), wanted.hostOffset(), wanted.lengthBytes())
                        .fetch();
                assertThat(found.member()).isEqualTo(wanted.member());
                assertThat(found.hostOffset()).isLessThanOrEqualTo(wanted.hostOffset());
                assertThat(found.end()).isGreaterThanOrEqualTo(wanted.end());
            }
        }
    }

    @Seeded(300)
    void readsComeInFileOrderAndStayBounded(SplittableRandom random) {
        for (Window window : windows(random)) {
            List<Fetch> fetches = FetchPlan.of(window);

            assertThat(fetches)
                    .isSortedAccordingTo(Comparator.comparingInt(Fetch::member).thenComparingLong(Fetch::hostOffset))
                    .allMatch(fetch -> fetch.lengthBytes() <= 8 * MIB);
            assertThat(bytes(fetches)).isLessThanOrEqualTo(bytes(wanted(window)) + 4L * MIB);
        }
    }

    @Test
    void neighboursAreReadTogetherAcrossShortGaps() {
        Window window = new Window(List.of(
                data(0, 4 * KIB, 200 * KIB), data(4 * KIB, 4 * KIB, 100 * KIB), data(8 * KIB, 4 * KIB, 104 * KIB)));

        assertThat(FetchPlan.of(window))
                .containsExactly(new Fetch(0, 100 * KIB, 8 * KIB), new Fetch(0, 200 * KIB, 4 * KIB));
        assertThat(FetchPlan.of(new Window(List.of(data(0, 512, 0), data(512, 512, 64 * KIB + 512)))))
                .containsExactly(new Fetch(0, 0, 65 * KIB));
    }

    /** Thousands of short extents strewn over the file must not bring all that lies between them into memory. */
    @Test
    void gapsAreReadAlongOnlyUpToABound() {
        List<Extent> strewn = IntStream.range(0, 8192)
                .mapToObj(i -> data(i * 512L, 512, i * 60L * KIB))
                .toList();

        List<Fetch> fetches = FetchPlan.of(new Window(strewn));

        assertThat(bytes(fetches)).isLessThanOrEqualTo(8L * MIB);
    }

    @Test
    void aWindowOfZerosFetchesNothing() {
        Window zeros = new Window(List.of(new Extent(GuestOffset.ZERO, 1L << 40, Mapping.Zero.INSTANCE)));

        assertThat(FetchPlan.of(zeros)).isEmpty();
    }

    /** Windows over extents that lie near each other in the file, so that there is something to join. */
    private static List<Window> windows(SplittableRandom random) {
        RandomDisk disk = new RandomDisk(random, random.nextInt(1, 100), 1 << random.nextInt(10, 24));
        long span = 1L << random.nextInt(16, 28);
        List<Extent> near = new ArrayList<>();
        for (Extent extent : disk.extents()) {
            Mapping mapping = switch (extent.mapping()) {
                case Mapping.Data data -> new Mapping.Data(data.member(), new HostOffset(random.nextLong(span)));
                case Mapping.Encrypted e -> {
                    long host = e.sectorBytes() + random.nextLong(span);
                    yield new Mapping.Encrypted(e.member(), new HostOffset(host), e.position(), e.sectorBytes());
                }
                case Mapping.Compressed c ->
                    new Mapping.Compressed(
                            c.member(),
                            new HostOffset(random.nextLong(span)),
                            c.maxLengthBytes(),
                            c.unit(),
                            c.skipBytes());
                case Mapping.Zero zero -> zero;
                case Mapping.Unallocated unallocated -> unallocated;
                case Mapping.Lost lost -> lost;
            };
            near.add(new Extent(extent.start(), extent.lengthBytes(), mapping));
        }
        List<Window> windows = new ArrayList<>();
        new Windows(near, ByteSource.OF_REQUESTS_BYTES).forEachRemaining(windows::add);
        return windows;
    }

    private static FetchedWindow fetched(Window window, List<Fetch> fetches) {
        List<FetchedWindow.Block> blocks = new ArrayList<>();
        fetches.forEach(fetch -> blocks.add(new FetchedWindow.Block(fetch, new byte[0])));
        Collections.shuffle(blocks, new Random(1));
        return new FetchedWindow(window, blocks);
    }

    private static List<Fetch> wanted(Window window) {
        List<Fetch> wanted = new ArrayList<>();
        for (Extent extent : window.extents()) {
            switch (extent.mapping()) {
                case Mapping.Data(int member, HostOffset host) ->
                    wanted.add(new Fetch(member, host.bytes(), (int) extent.lengthBytes()));
                case Mapping.Encrypted e ->
                    wanted.add(new Fetch(
                            e.member(), e.host().bytes() - e.skipBytes(), (int) e.storedBytes(extent.lengthBytes())));
                case Mapping.Compressed c ->
                    wanted.add(new Fetch(c.member(), c.host().bytes(), c.maxLengthBytes()));
                case Mapping.Zero zero -> {}
                case Mapping.Unallocated unallocated -> {}
                case Mapping.Lost lost -> {}
            }
        }
        return wanted;
    }

    private static long bytes(List<Fetch> fetches) {
        return fetches.stream().mapToLong(Fetch::lengthBytes).sum();
    }

    private static Extent data(long guest, int length, long host) {
        return new Extent(new GuestOffset(guest), length, new Mapping.Data(0, new HostOffset(host)));
    }
}
