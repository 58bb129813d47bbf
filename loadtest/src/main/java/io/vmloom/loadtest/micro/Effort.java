package io.vmloom.loadtest.micro;

import java.time.Duration;
import org.openjdk.jmh.annotations.Mode;

/**
 * How long each loop is measured.
 *
 * @param forks processes, one after the other; 0 to stay in this one
 * @param warmup of each, before anything counts
 * @param measured of each
 */
record Effort(Mode mode, int forks, Duration warmup, Duration measured) {
    /** For a check that everybody waits for. */
    static final Effort QUICK = new Effort(Mode.SampleTime, 1, Duration.ofMillis(900), Duration.ofMillis(300));

    /** For what seemed too slow in a quick one. */
    static final Effort AGAIN = new Effort(Mode.SampleTime, 2, Duration.ofSeconds(2), Duration.ofSeconds(1));

    /** One cold call, only to see that it can be made. */
    static final Effort ONE_CALL = new Effort(Mode.SingleShotTime, 0, Duration.ZERO, Duration.ZERO);

    private static final int FORKS = 2;

    /** @param seconds all forks together */
    static Effort thorough(int seconds) {
        Duration each = Duration.ofSeconds(seconds).dividedBy(FORKS);
        return new Effort(Mode.SampleTime, FORKS, each, each);
    }

    @Override
    public String toString() {
        return forks + " × " + measured.toMillis() / 1e3 + " s after " + warmup.toMillis() / 1e3 + " s";
    }
}
