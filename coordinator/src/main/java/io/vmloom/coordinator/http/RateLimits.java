package io.vmloom.coordinator.http;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** How often somebody may ask: a minute's worth at once, and as fast as it comes back then. Thread-safe. */
final class RateLimits {
    /** Of whom we keep count; who has not asked for longest is forgotten. */
    private static final int MOST_KNOWN = 10_000;

    private final int perMinute;
    private final LinkedHashMap<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    /** @param perMinute 0 for no limit */
    RateLimits(int perMinute) {
        this.perMinute = perMinute;
    }

    /** Counts one request; the seconds to wait when it is one too many. */
    OptionalLong secondsToWait(String who) {
        if (perMinute == 0) {
            return OptionalLong.empty();
        }
        ConsumptionProbe probe = bucket(who).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed()
                ? OptionalLong.empty()
                : OptionalLong.of(1 + TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()));
    }

    private synchronized Bucket bucket(String who) {
        Bucket bucket = buckets.computeIfAbsent(who, _ -> full());
        if (buckets.size() > MOST_KNOWN) {
            buckets.pollFirstEntry();
        }
        return bucket;
    }

    private Bucket full() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
                .withNanosecondPrecision()
                .build();
    }
}
