package io.vmloom.loadtest.bench;

/**
 * One measured run.
 *
 * @param seconds by the clock on the wall
 * @param cpuSeconds of all processes that took part, servers left out; 0 where the system does not tell
 * @param peakBytes the most memory that the largest process held at once; 0 where that is not known
 * @param targetBytes length of what was written; 0 if nothing is
 */
record Sample(double seconds, double cpuSeconds, long peakBytes, long targetBytes) {
    /** The same, now that the target has been looked at. */
    Sample withTarget(long bytes) {
        return new Sample(seconds, cpuSeconds, peakBytes, bytes);
    }
}
