package io.vmloom.loadtest.bench;

/**
 * One measured run.
 *
 * @param seconds by the clock on the wall
 * @param cpuSeconds of all processes that took part, servers left out; 0 where the system does not tell
 * @param targetBytes length of what was written
 */
record Sample(double seconds, double cpuSeconds, long targetBytes) {}
