package io.vmloom.loadtest.chaos;

import io.vmloom.loadtest.launch.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Takes a round's targets away, once nobody can be writing them any more, so that the next round makes them again. */
final class Clearing {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);
    private static final Duration WATCH = Duration.ofSeconds(5);

    private final Bucket bucket;
    private final FaultyStore requests;

    /** @param requests everything that is asked of the store */
    Clearing(Bucket bucket, FaultyStore requests) {
        this.bucket = bucket;
        this.requests = requests;
    }

    /** Answers the targets that were written again although their batch had ended and every request was answered. */
    List<String> run() {
        during(LONGEST_ANSWER, () -> requests.unanswered() == 0);
        bucket.clear();
        List<String> cameBack = new ArrayList<>();
        during(WATCH, () -> {
            cameBack.addAll(bucket.clear());
            return false;
        });
        return cameBack;
    }

    private static void during(Duration atMost, BooleanSupplier done) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!done.getAsBoolean() && System.nanoTime() < deadline) {
            Member.pause(POLL);
        }
    }
}
