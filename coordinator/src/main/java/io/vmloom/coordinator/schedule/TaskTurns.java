package io.vmloom.coordinator.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/**
 * Whose next task is given out. Only so many are out at once, because the queue behind knows no order but the first come:
 * what is decided here can be decided anew a moment later. The highest priority goes first; within it tenants get equal
 * amounts of data, of one tenant its batches, of one batch its items. Thread-safe.
 */
public final class TaskTurns {
    private static final Comparator<Waiting> BEST_FIRST = Comparator.comparing(
                    (Waiting lane) -> lane.batch.share.priority())
            .reversed()
            .thenComparingLong(lane -> lane.batch.tenant.account.servedBytes())
            .thenComparingLong(lane -> lane.batch.account.servedBytes())
            .thenComparingLong(lane -> lane.account.servedBytes())
            .thenComparingLong(lane -> lane.number);

    private final IntSupplier credit;
    private final InstantSource clock;
    private final Map<String, Tenant> tenants = new HashMap<>();
    private int out;
    private long lanes;

    /** @param credit how many tasks may be out at once; asked again for each */
    public TaskTurns(IntSupplier credit, InstantSource clock) {
        this.credit = credit;
        this.clock = clock;
    }

    /** For a process that has its workers in itself: what is given out is done at once. */
    public static TaskTurns unlimited() {
        return new TaskTurns(() -> Integer.MAX_VALUE, InstantSource.system());
    }

    /** @param wake tells the item to ask again; called by any thread, and must return at once */
    public Lane open(Share share, Runnable wake) {
        synchronized (this) {
            Tenant tenant = tenants.computeIfAbsent(share.terms().tenant(), name -> new Tenant());
            Batch batch = tenant.batches.computeIfAbsent(share, of -> new Batch(tenant, of));
            Waiting lane = new Waiting(batch, wake, lanes++);
            batch.lanes.add(lane);
            return lane;
        }
    }

    /** A batch has ended, and all its lanes are closed. */
    public synchronized void forget(Share share) {
        tenants.values().forEach(tenant -> tenant.batches.remove(share));
    }

    /** How many tasks are out. */
    public synchronized int out() {
        return out;
    }

    /** Gives turns that nobody was told of: a batch was released, or a window has opened. */
    public void review() {
        give(Optional.empty());
    }

    private void give(Optional<Waiting> asking) {
        List<Waiting> woken = new ArrayList<>();
        synchronized (this) {
            Instant now = clock.instant();
            Optional<Waiting> best = best(now);
            while (best.isPresent()) {
                Waiting lane = best.get();
                lane.grant(now);
                if (!best.equals(asking)) {
                    woken.add(lane);
                }
                best = best(now);
            }
        }
        woken.forEach(lane -> lane.wake.run());
    }

    private Optional<Waiting> best(Instant now) {
        return out >= credit.getAsInt()
                ? Optional.empty()
                : batches()
                        .filter(batch -> batch.isOpenAt(now))
                        .flatMap(batch -> batch.lanes.stream())
                        .filter(lane -> lane.wantedBytes > 0)
                        .min(BEST_FIRST);
    }

    private Stream<Batch> batches() {
        return tenants.values().stream().flatMap(tenant -> tenant.batches.values().stream());
    }

    private static final class Tenant {
        private final Account account = new Account();
        private final Map<Share, Batch> batches = new HashMap<>();
    }

    private static final class Batch {
        private final Tenant tenant;
        private final Share share;
        private final Account account = new Account();
        private final Set<Waiting> lanes = new LinkedHashSet<>();
        private int out;
        private Instant bandwidthFreeFrom = Instant.MIN;

        private Batch(Tenant tenant, Share share) {
            this.tenant = tenant;
            this.share = share;
        }

        private boolean isOpenAt(Instant now) {
            int most = share.terms().limits().ranges().orElse(Integer.MAX_VALUE);
            return share.isOpenAt(now) && out < most && !bandwidthFreeFrom.isAfter(now);
        }

        private void serve(long bytes, Instant now) {
            out++;
            account.serve(bytes);
            tenant.account.serve(bytes);
            share.terms().limits().bytesPerSecond().ifPresent(bytesPerSecond -> {
                Instant from = bandwidthFreeFrom.isAfter(now) ? bandwidthFreeFrom : now;
                bandwidthFreeFrom = from.plus(Duration.ofNanos((long) (1e9 * bytes / bytesPerSecond)));
            });
        }
    }

    /** A lane; all but its methods as a {@link Lane} is used under the lock. */
    private final class Waiting implements Lane {
        private final Batch batch;
        private final Runnable wake;
        private final long number;
        private final Account account = new Account();
        private long wantedBytes;
        private boolean granted;
        private int laneOut;

        private Waiting(Batch batch, Runnable wake, long number) {
            this.batch = batch;
            this.wake = wake;
            this.number = number;
        }

        @Override
        public boolean tryTake(long bytes) {
            synchronized (TaskTurns.this) {
                if (!granted && wantedBytes == 0) {
                    enter();
                    wantedBytes = Math.max(1, bytes);
                }
            }
            give(Optional.of(this));
            synchronized (TaskTurns.this) {
                boolean taken = granted;
                granted = false;
                return taken;
            }
        }

        @Override
        public void giveBack() {
            synchronized (TaskTurns.this) {
                returned();
            }
            review();
        }

        @Override
        public void close() {
            synchronized (TaskTurns.this) {
                while (laneOut > 0) {
                    returned();
                }
                if (wantedBytes > 0) {
                    wantedBytes = 0;
                    leave();
                }
                granted = false;
                batch.lanes.remove(this);
            }
            review();
        }

        private void enter() {
            account.enter(batch.lanes.stream().map(lane -> lane.account));
            batch.account.enter(batch.tenant.batches.values().stream().map(other -> other.account));
            batch.tenant.account.enter(tenants.values().stream().map(tenant -> tenant.account));
        }

        private void leave() {
            account.leave();
            batch.account.leave();
            batch.tenant.account.leave();
        }

        private void grant(Instant now) {
            batch.serve(wantedBytes, now);
            account.serve(wantedBytes);
            wantedBytes = 0;
            granted = true;
            laneOut++;
            out++;
        }

        private void returned() {
            laneOut--;
            batch.out--;
            out--;
            leave();
        }
    }
}
