package io.vmloom.loadtest.bench;

/** What it takes to run programs, of which this process waits for each. */
final class Stopwatch {
    private final double cpu = CpuClock.seconds();
    private final long started = System.nanoTime();

    private Stopwatch() {}

    static Stopwatch start() {
        return new Stopwatch();
    }

    /** Up to now. */
    Sample stop(long peakBytes, long targetBytes) {
        double seconds = (System.nanoTime() - started) / 1e9;
        return new Sample(seconds, CpuClock.seconds() - cpu, peakBytes, targetBytes);
    }
}
