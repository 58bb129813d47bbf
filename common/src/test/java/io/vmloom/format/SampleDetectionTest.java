package io.vmloom.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Images that other programs made are recognised for what they are. */
class SampleDetectionTest {
    /** Rows where the manifest gives qemu-img's opinion, which is "raw", or says nothing. */
    private static final Map<String, String> KNOWN_BETTER = Map.ofEntries(
            Map.entry("mul_overflow.bin", "dmg"),
            Map.entry("oversized_alloc.bin", "dmg"),
            Map.entry("synthetic.sparseimage", "sparseimage"),
            Map.entry("sesparse.vmdk", "vmdk"),
            Map.entry("extent-kinds.vmdk", "vmdk"),
            Map.entry("sesparse-desc.vmdk", "vmdk"),
            Map.entry("test-vmdk-desc.vmdk", "vmdk"),
            Map.entry("afl5.img", "vpc"),
            Map.entry("afl9.vmdk", "vmdk"),
            Map.entry("iotest-dirtylog-10G-4M.vhdx", "vhdx"),
            Map.entry("input.iso", "raw"),
            Map.entry("testserver.ova", "tar"),
            Map.entry("tdAppliance1-t2.ova", "tar"),
            Map.entry("test-vmx-zip.zip", "zip"));

    private static final Map<String, String> MANIFEST_NAMES = Map.of("luks2", "luks");

    @TestFactory
    Stream<DynamicTest> everyImageIsRecognised() {
        return SampleImages.rows().stream()
                .filter(row -> !expected(row).isEmpty())
                .map(row -> DynamicTest.dynamicTest(
                        row.path(),
                        () -> assertThat(Detector.detect(probe(row)).name()).isEqualTo(expected(row))));
    }

    private static String expected(SampleImages.Row row) {
        String file = row.path().substring(row.path().lastIndexOf('/') + 1);
        String name = row.format().split(" ", 2)[0];
        return KNOWN_BETTER.getOrDefault(file, MANIFEST_NAMES.getOrDefault(name, name));
    }

    /** As {@link Probe#of} would see it, without holding the whole file. */
    private static Probe probe(SampleImages.Row row) throws IOException {
        try (InputStream in = row.stream()) {
            byte[] head = in.readNBytes(64 << 10);
            byte[] tail = Arrays.copyOfRange(head, Math.max(0, head.length - 4096), head.length);
            long size = head.length;
            byte[] block = in.readNBytes(1 << 20);
            while (block.length > 0) {
                byte[] joined = Arrays.copyOf(tail, tail.length + block.length);
                System.arraycopy(block, 0, joined, tail.length, block.length);
                tail = Arrays.copyOfRange(joined, Math.max(0, joined.length - 4096), joined.length);
                size += block.length;
                block = in.readNBytes(1 << 20);
            }
            return new Probe(row.path(), size, head, tail);
        }
    }
}
