package io.vmloom.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.coordinator.terms.BatchLimits;
import io.vmloom.coordinator.terms.Priority;
import io.vmloom.testing.Seeded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** Batches of chance come, are held, released and prioritized, and end; whatever happens, turns are given by the rules. */
class ScheduleSimulationTest {
    private static final int STEPS = 400;

    private Instant now = Instant.EPOCH;
    private int credit;
    private final List<Item> items = new ArrayList<>();
    private final Map<Share, Integer> outOf = new HashMap<>();

    @Seeded(1000)
    void everyTurnGoesToWhomeverItIsDue(SplittableRandom random) {
        credit = random.nextInt(1, 12);
        TaskTurns turns = new TaskTurns(() -> credit, () -> now);
        List<Share> shares = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            now = now.plusMillis(random.nextInt(50));
            switch (random.nextInt(10)) {
                case 0 -> {
                    Share share = shares.isEmpty() || random.nextBoolean() ? anyShare(random) : any(shares, random);
                    shares.add(share);
                    items.add(new Item(turns, share, random.nextInt(1, 40), random.nextLong(1, 100)));
                }
                case 1 -> {
                    if (!shares.isEmpty()) {
                        change(any(shares, random), random);
                        turns.review();
                    }
                }
                case 2 -> credit = random.nextInt(1, 12);
                case 3 -> {
                    if (!items.isEmpty() && random.nextInt(4) == 0) {
                        items.remove(random.nextInt(items.size())).leave();
                    }
                }
                default -> {
                    if (!items.isEmpty()) {
                        any(items, random).finishOne();
                    }
                }
            }
            items.forEach(Item::takeWhatIsGiven);
            assertThat(turns.out())
                    .isEqualTo(items.stream().mapToInt(item -> item.out).sum());
            requireThatNobodyWaitsWhoNeedNot(turns);
        }
        finishAll(turns);
    }

    private void requireThatNobodyWaitsWhoNeedNot(TaskTurns turns) {
        if (turns.out() < credit) {
            assertThat(items).noneMatch(item -> item.left > 0 && item.mayGoOn());
        }
    }

    /** Once nothing is held any more, everything comes to its end. */
    private void finishAll(TaskTurns turns) {
        items.forEach(item -> item.share.release());
        for (int round = 0; items.stream().anyMatch(item -> item.left + item.out > 0); round++) {
            assertThat(round).isLessThan(100_000);
            now = now.plus(Duration.ofSeconds(1));
            items.forEach(item -> {
                item.finishOne();
                item.takeWhatIsGiven();
            });
        }
        items.forEach(Item::leave);
        assertThat(turns.out()).isZero();
    }

    private static Share anyShare(SplittableRandom random) {
        BatchLimits limits = new BatchLimits(
                OptionalInt.empty(),
                random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(1, 4)),
                random.nextInt(4) > 0 ? OptionalLong.empty() : OptionalLong.of(random.nextLong(100, 10_000)));
        return TestTerms.share("tenant-" + random.nextInt(3), 10 * random.nextInt(3), limits);
    }

    private static void change(Share share, SplittableRandom random) {
        switch (random.nextInt(3)) {
            case 0 -> share.hold();
            case 1 -> share.release();
            default -> share.prioritize(new Priority(10 * random.nextInt(3)));
        }
    }

    private static <T> T any(List<T> list, SplittableRandom random) {
        return list.get(random.nextInt(list.size()));
    }

    private final class Item {
        private final Share share;
        private final Lane lane;
        private final long taskBytes;
        private int left;
        private int out;

        private Item(TaskTurns turns, Share share, int tasks, long taskBytes) {
            this.share = share;
            this.left = tasks;
            this.taskBytes = taskBytes;
            this.lane = turns.open(share, () -> {});
        }

        private void takeWhatIsGiven() {
            while (left > 0 && lane.tryTake(taskBytes)) {
                left--;
                out++;
                outOf.merge(share, 1, Integer::sum);
                assertThat(outOf.get(share))
                        .isLessThanOrEqualTo(share.terms().limits().ranges().orElse(Integer.MAX_VALUE));
            }
        }

        private boolean mayGoOn() {
            return !share.isHeld()
                    && share.terms().limits().bytesPerSecond().isEmpty()
                    && outOf.getOrDefault(share, 0)
                            < share.terms().limits().ranges().orElse(Integer.MAX_VALUE);
        }

        private void finishOne() {
            if (out > 0) {
                out--;
                outOf.merge(share, -1, Integer::sum);
                lane.giveBack();
            }
        }

        private void leave() {
            outOf.merge(share, -out, Integer::sum);
            out = 0;
            lane.close();
        }
    }
}
