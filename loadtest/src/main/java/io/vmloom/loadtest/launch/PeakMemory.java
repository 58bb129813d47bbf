package io.vmloom.loadtest.launch;

import io.vmloom.unit.ByteSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The most memory that a process ever held at once, as Linux counts it. */
public final class PeakMemory {
    /** @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_status.5.html">proc_pid_status(5)</a> */
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    private PeakMemory() {}

    /** In bytes; zero when it has ended, and where the system does not tell. */
    public static long bytes(Process process) {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try {
            Matcher peak = PEAK.matcher(Files.readString(status, StandardCharsets.UTF_8));
            return peak.find() ? Long.parseLong(peak.group(1)) * ByteSize.KIB : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
