package io.vmloom.loadtest.bench;

import com.sun.management.OperatingSystemMXBean;
import io.vmloom.unit.ByteSize;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the numbers depend on. */
public record MachineFacts(int cores, String processor, long memoryBytes, String java) {
    public static MachineFacts collect() {
        long memory =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        return new MachineFacts(
                Runtime.getRuntime().availableProcessors(),
                processorName(),
                memory,
                System.getProperty("java.vendor") + " " + Runtime.version());
    }

    @Override
    public String toString() {
        return cores + " cores (" + processor + "), " + ByteSize.format(memoryBytes) + " of memory, " + java;
    }

    private static String processorName() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(() -> System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
