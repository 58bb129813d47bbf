package io.vmloom.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.CancelledException;
import io.vmloom.fragment.EncodedFragment;
import io.vmloom.fragment.FragmentIndexBuilder;
import io.vmloom.fragment.Packing;
import io.vmloom.layout.Layout;
import io.vmloom.store.Content;
import io.vmloom.store.Precondition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the order in which fragments arrive, and from however many threads, the bytes are the same. */
class LocalTargetOrderTest {
    private static final int FRONT = 4096;
    private static final int RANGES = 60;
    private static final int WINDOW = 8;

    @TempDir
    Path directory;

    @Test
    void randomArrivalWithinTheWindowGivesTheSameBytes() throws IOException {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            List<byte[]> fragments = fragments(random);
            Path path = directory.resolve("disk" + seed);
            try (LocalTarget target =
                    LocalTarget.appending(path, Precondition.ABSENT, FRONT, WINDOW, Durability.SYNCED)) {
                List<Integer> open = new ArrayList<>();
                int dispatched = 0;
                while (target.firstMissing() < RANGES) {
                    for (; dispatched < Math.min(RANGES, target.firstMissing() + WINDOW); dispatched++) {
                        open.add(dispatched);
                    }
                    int range = open.remove(random.nextInt(open.size()));
                    accept(target, range, fragments.get(range));
                }
                publish(target);
            }
            assertThat(path).hasBinaryContent(expected(fragments));
        }
    }

    @Test
    void moreThanMayWaitIsWrittenByThoseWhoBroughtIt() throws Exception {
        int fragmentBytes = 48 << 20;
        Path path = directory.resolve("large");
        try (LocalTarget target =
                        LocalTarget.appending(path, Precondition.ABSENT, 0, RANGES, Durability.LEFT_TO_SYSTEM);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                int range = i;
                Content content = Content.of(new byte[] {(byte) (range + 1)}).then(Content.zeros(fragmentBytes - 1));
                all.add(threads.submit(() -> target.accept(range, content)));
            }
            for (Future<?> one : all) {
                one.get();
            }
            target.finishFragments(12);
            target.publish(Precondition.ABSENT);
        }
        assertThat(path).hasSize(12L * fragmentBytes);
        try (FileChannel channel = FileChannel.open(path)) {
            for (int range = 0; range < 12; range++) {
                ByteBuffer first = ByteBuffer.allocate(1);
                channel.read(first, (long) range * fragmentBytes);
                assertThat(first.get(0)).isEqualTo((byte) (range + 1));
            }
        }
    }

    @Test
    void manyThreadsGiveTheSameBytes() throws Exception {
        List<byte[]> fragments = fragments(new Random(99));
        List<Integer> arrival = new ArrayList<>();
        for (int range = 0; range < RANGES; range++) {
            arrival.addAll(List.of(range, range));
        }
        Collections.shuffle(arrival, new Random(98));
        Path path = directory.resolve("disk");
        try (LocalTarget target = LocalTarget.appending(path, Precondition.ABSENT, FRONT, RANGES, Durability.SYNCED);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int range : arrival) {
                all.add(threads.submit(() -> accept(target, range, fragments.get(range))));
            }
            for (Future<?> one : all) {
                one.get();
            }
            publish(target);
        }
        assertThat(path).hasBinaryContent(expected(fragments));
    }

    @Test
    void identityFragmentsAreWrittenAtTheirGuestOffsetsBehindTheFrontWithoutWaiting() throws IOException {
        Path path = directory.resolve("raw");
        long[] offsets = {0, 3, 5};
        try (LocalTarget target = LocalTarget.identity(
                path, Precondition.ABSENT, 2, range -> offsets[range], ZeroRule.USUAL, Durability.SYNCED)) {
            target.accept(2, Content.of(new byte[] {5, 6}).then(Content.zeros(10)));
            assertThat(Files.size(target.temporaryPath())).isEqualTo(9);
            target.accept(0, Content.of(new byte[] {0, 1, 2}));
            target.accept(1, Content.of(new byte[] {3, 4}));
            Layout layout = target.finishFragments(3);
            target.writeFront(sink -> sink.write(new byte[] {8, 9}));
            target.publish(Precondition.ABSENT);

            assertThat(layout.places())
                    .extracting(place -> place.offset().bytes())
                    .containsExactly(2L, 5L, 7L);
            assertThat(layout.dataEndBytes()).isEqualTo(19);
        }
        assertThat(path).hasBinaryContent(Arrays.copyOf(new byte[] {8, 9, 0, 1, 2, 3, 4, 5, 6}, 19));
    }

    @Test
    void workersReachATargetByNameUntilItIsRemoved() {
        OpenLocalTargets targets = new OpenLocalTargets();
        EncodedFragment empty = new EncodedFragment(
                Content.of(new byte[0]), new FragmentIndexBuilder(Packing.PACKED, 1 << 16, 0).build());
        try (LocalTarget target =
                LocalTarget.appending(directory.resolve("x"), Precondition.ABSENT, 0, 4, Durability.SYNCED)) {
            targets.add("item", target, 0);
            targets.accept("item", 0, empty);
            assertThat(target.firstMissing()).isEqualTo(1);

            targets.remove("item");
            assertThatThrownBy(() -> targets.accept("item", 1, empty)).isInstanceOf(CancelledException.class);
        }
    }

    private static void accept(LocalTarget target, int range, byte[] fragment) {
        target.accept(range, Content.of(ByteBuffer.wrap(fragment)).then(Content.zeros(range % 3)));
    }

    private static void publish(LocalTarget target) {
        target.finishFragments(RANGES);
        target.writeFront(sink -> sink.write(new byte[FRONT]));
        target.publish(Precondition.ABSENT);
    }

    private static List<byte[]> fragments(Random random) {
        List<byte[]> fragments = new ArrayList<>();
        for (int range = 0; range < RANGES; range++) {
            byte[] bytes = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(100_000)];
            random.nextBytes(bytes);
            fragments.add(bytes);
        }
        return fragments;
    }

    private static byte[] expected(List<byte[]> fragments) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(new byte[FRONT]);
        for (int range = 0; range < RANGES; range++) {
            all.writeBytes(fragments.get(range));
            all.writeBytes(new byte[range % 3]);
        }
        return all.toByteArray();
    }
}
