package io.vmloom.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What a piece of work took: the thread's own time, so that a busy machine does not count, and all that it allocated. */
record Effort(long seconds, long mebibytes) {
    private static final long MAX_SECONDS = 5;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Effort of(Runnable work) {
        long startNanos = THREADS.getCurrentThreadCpuTime();
        long startBytes = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        return new Effort(
                (THREADS.getCurrentThreadCpuTime() - startNanos) / 1_000_000_000,
                (THREADS.getCurrentThreadAllocatedBytes() - startBytes) >> 20);
    }

    boolean passes(long maxMebibytes) {
        return seconds > MAX_SECONDS || mebibytes > maxMebibytes;
    }
}
