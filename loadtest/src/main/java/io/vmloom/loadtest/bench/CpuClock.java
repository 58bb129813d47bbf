package io.vmloom.loadtest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time of this process and of all its children that have ended, as Linux counts it. */
final class CpuClock {
    private static final double TICKS_PER_SECOND = 100;
    private static final int FIRST_TIME = 11;
    private static final int TIMES = 4;

    private CpuClock() {}

    /** Seconds; always 0 elsewhere. */
    static double seconds() {
        try {
            return parse(Files.readString(Path.of("/proc/self/stat")));
        } catch (IOException e) {
            return 0;
        }
    }

    /** @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5): utime to cstime</a> */
    static double parse(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int i = FIRST_TIME; i < FIRST_TIME + TIMES; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks / TICKS_PER_SECOND;
    }
}
