package io.vmloom.coordinator.schedule;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Stream;

/**
 * Which item begins next. Items that have begun are never put off again, so a few more than usual may be under way where
 * somebody would wait for others of lower priority, or of a tenant that has more than its part. Thread-safe.
 */
public final class ItemTurns {
    /** Each item under way has its metadata in memory. */
    private static final int MOST_TIMES_USUAL = 4;

    private static final Comparator<Claim> BEST_FIRST = Comparator.comparing((Claim claim) -> claim.share.priority())
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
        return running(claims.values().stream());
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

    private Optional<Claim> best(Instant now) {
        claims.values().forEach(claim -> claim.ofTenant = running(ofTenant(claim.tenant())));
        return claims.values().stream()
                .filter(claim -> !claim.waiting.isEmpty() && mayBegin(claim, now))
                .min(BEST_FIRST);
    }

    private boolean mayBegin(Claim claim, Instant now) {
        Share share = claim.share;
        if (share.isEnding()) {
            return claim.running < usual;
        }
        int most = share.terms().limits().items().orElse(Integer.MAX_VALUE);
        return share.isOpenAt(now)
                && claim.running < most
                && running() < MOST_TIMES_USUAL * usual
                && (running(rivals(claim)) < usual
                        || running(rivals(claim).filter(claim::isOfSameTenant)) < part(claim));
    }

    /** Those that go first or have equal rights. */
    private Stream<Claim> rivals(Claim claim) {
        return claims.values().stream().filter(other -> other.share.priority().compareTo(claim.share.priority()) >= 0);
    }

    /** What is a tenant's part of the turns that it shares with its rivals. */
    private int part(Claim claim) {
        return Math.max(
                1, usual / (int) rivals(claim).map(Claim::tenant).distinct().count());
    }

    private Stream<Claim> ofTenant(String tenant) {
        return claims.values().stream().filter(claim -> claim.tenant().equals(tenant));
    }

    private static int running(Stream<Claim> claims) {
        return claims.mapToInt(claim -> claim.running).sum();
    }

    private static final class Claim {
        private final Share share;
        private final long number;
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private int running;
        private int ofTenant;

        private Claim(Share share, long number) {
            this.share = share;
            this.number = number;
        }

        private String tenant() {
            return share.terms().tenant();
        }

        private boolean isOfSameTenant(Claim other) {
            return tenant().equals(other.tenant());
        }
    }
}
