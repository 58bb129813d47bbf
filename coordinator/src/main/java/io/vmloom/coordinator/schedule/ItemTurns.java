package io.vmloom.coordinator.schedule;

import io.vmloom.coordinator.terms.Priority;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;

/**
 * Which item begins next. Items that have begun are never put off again, so a few more than usual may be under way where
 * somebody would wait for others of lower priority, or of a tenant that has more than its part. Thread-safe.
 */
public final class ItemTurns {
    /** Each item under way has its metadata in memory. */
    private static final int MOST_TIMES_USUAL = 4;

    private static final Comparator<Claim> BEST_FIRST = Comparator.comparing((Claim claim) -> claim.priority)
            .reversed()
            .thenComparingInt(claim -> claim.ofTenant)
            .thenComparingInt(claim -> claim.running)
            .thenComparingLong(claim -> claim.number);

    private final int usual;
    private final InstantSource clock;
    private final Map<Share, Claim> claims = new LinkedHashMap<>();
    private long made;

    /** @param usual how many items are under way at once where nobody is at a disadvantage */
    public ItemTurns(int usual, InstantSource clock) {
        this.usual = usual;
        this.clock = clock;
    }

    /**
     * Asks for the turn of one item.
     *
     * @param begin called once, by any thread, and must return at once; {@link #ended} has to follow
     */
    public void ask(Share share, Runnable begin) {
        synchronized (this) {
            claims.computeIfAbsent(share, of -> new Claim(of, made++)).waiting.add(begin);
        }
        review();
    }

    /** An item that had its turn has ended. */
    public void ended(Share share) {
        synchronized (this) {
            Claim claim = claims.computeIfAbsent(share, of -> new Claim(of, made++));
            claim.running--;
            if (claim.running == 0 && claim.waiting.isEmpty()) {
                claims.remove(share);
            }
        }
        review();
    }

    /** How many items are under way. */
    public synchronized int running() {
        return claims.values().stream().mapToInt(claim -> claim.running).sum();
    }

    /** Gives turns that nobody was told of: a batch was released, or a window has opened. */
    public void review() {
        List<Runnable> begun = new ArrayList<>();
        synchronized (this) {
            Instant now = clock.instant();
            Optional<Claim> best = best(now);
            while (best.isPresent()) {
                best.get().running++;
                begun.add(best.get().waiting.remove());
                best = best(now);
            }
        }
        begun.forEach(Runnable::run);
    }

    /** Goes through all claims a few times, however many there are: it is asked whenever an item begins or ends. */
    private Optional<Claim> best(Instant now) {
        NavigableMap<Priority, ItemsUnderWay> rivals = rivals();
        ItemsUnderWay all =
                rivals.isEmpty() ? new ItemsUnderWay() : rivals.firstEntry().getValue();
        claims.values().forEach(claim -> claim.ofTenant = all.of(claim.tenant()));
        return claims.values().stream()
                .filter(claim ->
                        !claim.waiting.isEmpty() && mayBegin(claim, now, all, rivals.getOrDefault(claim.priority, all)))
                .min(BEST_FIRST);
    }

    /** Of each priority those that go first or have equal rights. */
    private NavigableMap<Priority, ItemsUnderWay> rivals() {
        NavigableMap<Priority, ItemsUnderWay> underWay = new TreeMap<>();
        for (Claim claim : claims.values()) {
            claim.priority = claim.share.priority();
            underWay.computeIfAbsent(claim.priority, _ -> new ItemsUnderWay()).add(claim.tenant(), claim.running);
        }
        ItemsUnderWay higher = new ItemsUnderWay();
        for (ItemsUnderWay rivals : underWay.descendingMap().values()) {
            rivals.addAll(higher);
            higher = rivals;
        }
        return underWay;
    }

    private boolean mayBegin(Claim claim, Instant now, ItemsUnderWay all, ItemsUnderWay rivals) {
        Share share = claim.share;
        if (share.isEnding()) {
            return claim.running < usual;
        }
        int most = share.terms().limits().items().orElse(Integer.MAX_VALUE);
        // What is a tenant's part of the turns that it shares with its rivals.
        int part = Math.max(1, usual / rivals.tenants());
        return share.isOpenAt(now)
                && claim.running < most
                && all.all() < MOST_TIMES_USUAL * usual
                && (rivals.all() < usual || rivals.of(claim.tenant()) < part);
    }

    private static final class Claim {
        private final Share share;
        private final long number;
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private Priority priority;
        private int running;
        private int ofTenant;

        private Claim(Share share, long number) {
            this.share = share;
            this.priority = share.priority();
            this.number = number;
        }

        private String tenant() {
            return share.terms().tenant();
        }
    }
}
