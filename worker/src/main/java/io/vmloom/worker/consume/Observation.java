package io.vmloom.worker.consume;

/**
 * What the slots of a worker did for a while.
 *
 * @param busyShare of their time, from 0 to 1, in which they had a task
 * @param cpuShare of what all cores could have done, from 0 to 1
 * @param bytesPerSecond read from sources and written to targets
 */
record Observation(double busyShare, double cpuShare, double bytesPerSecond) {}
