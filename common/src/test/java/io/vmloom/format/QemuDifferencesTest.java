package io.vmloom.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.testing.Materializer;
import io.vmloom.testing.Peers;
import io.vmloom.testing.Seeded;
import io.vmloom.testing.TestSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random images of every format that qemu-img writes, changed in random places, closed, and changed again: read as it reads
 * them, and found sound. {@code -Dvmloom.seeds=1000} compares more of them.
 */
class QemuDifferencesTest {
    private static final int SECTOR_BYTES = 512;
    private static final int MAX_RUN_SECTORS = 600;

    /** Format and options of an image; the disks of some are so small that all of their tables are in use. */
    private record Kind(String format, String options, int maxBytes) {
        private static final int MIB = 1 << 20;

        static final List<Kind> ALL = List.of(
                new Kind("qcow", "", 3 * MIB),
                new Kind("qcow2", "cluster_size=512", 3 * MIB),
                new Kind("qcow2", "compat=0.10,cluster_size=1k", 5 * MIB),
                new Kind("qcow2", "cluster_size=16k,extended_l2=on", 24 * MIB),
                new Kind("qcow2", "cluster_size=2M,lazy_refcounts=on", 24 * MIB),
                new Kind("qed", "cluster_size=4k,table_size=2", 9 * MIB),
                new Kind("qed", "", 24 * MIB),
                new Kind("parallels", "cluster_size=4k", 9 * MIB),
                new Kind("parallels", "", 24 * MIB),
                new Kind("vdi", "", 24 * MIB),
                new Kind("vdi", "static=on", 9 * MIB),
                new Kind("vmdk", "", 24 * MIB),
                new Kind("vmdk", "zeroed_grain=on", 24 * MIB),
                new Kind("vpc", "", 24 * MIB),
                new Kind("vpc", "force_size=on", 24 * MIB),
                new Kind("vpc", "subformat=fixed", 9 * MIB),
                new Kind("vhdx", "block_size=1M", 24 * MIB),
                new Kind("vhdx", "subformat=fixed,block_size=2M,log_size=2M", 9 * MIB));

        /** Those that take snapshots of their own. */
        boolean hasSnapshots() {
            return format.equals("qcow2");
        }
    }

    @TempDir
    private Path folder;

    @BeforeEach
    void needPeers() {
        Peers.need("qemu-img", "qemu-io");
    }

    @Seeded(54)
    void whateverQemuDidToAnImageIsReadAsQemuReadsIt(SplittableRandom random) throws IOException {
        Kind kind = Kind.ALL.get(random.nextInt(Kind.ALL.size()));
        long diskBytes = (1 + random.nextInt(kind.maxBytes() / SECTOR_BYTES)) * (long) SECTOR_BYTES;
        Path image = create(kind, diskBytes);

        change(image, kind, diskBytes, random);
        List<String> snapshots = kind.hasSnapshots() ? List.of("", "first") : List.of("");
        if (kind.hasSnapshots()) {
            Peers.run("qemu-img", "snapshot", "-c", "first", image);
        }
        change(image, kind, diskBytes, random);

        for (String snapshot : snapshots) {
            assertSameAsQemu(image, kind, snapshot);
        }
        try (TestSource source = TestSource.of(image)) {
            assertThat(Detector.check(source, kind.format()).first())
                    .as("%s", kind)
                    .isEmpty();
        }
    }

    private Path create(Kind kind, long diskBytes) {
        Path image = folder.resolve("image");
        List<Object> arguments = new ArrayList<>(List.of("create", "-q", "-f", kind.format()));
        if (!kind.options().isEmpty()) {
            arguments.addAll(List.of("-o", kind.options()));
        }
        arguments.addAll(List.of(image, diskBytes));
        Peers.run("qemu-img", arguments.toArray());
        return image;
    }

    private static void change(Path image, Kind kind, long diskBytes, SplittableRandom random) {
        List<Object> arguments = new ArrayList<>(List.of("-f", kind.format(), "-d", "unmap"));
        for (int count = 1 + random.nextInt(15); count > 0; count--) {
            long offset = random.nextLong(diskBytes / SECTOR_BYTES) * SECTOR_BYTES;
            long length = Math.min(diskBytes - offset, (1 + random.nextInt(MAX_RUN_SECTORS)) * (long) SECTOR_BYTES);
            String operation = switch (random.nextInt(6)) {
                case 0 -> "write -z ";
                case 1 -> "write -zu ";
                case 2 -> "discard ";
                default -> "write -P " + random.nextInt(1, 256) + " ";
            };
            arguments.addAll(List.of("-c", operation + offset + " " + length));
        }
        arguments.add(image);
        // What a format can not do, such as a discard, is refused and changes nothing.
        Peers.attempt("qemu-io", arguments.toArray());
    }

    private void assertSameAsQemu(Path image, Kind kind, String snapshot) throws IOException {
        Path expected = folder.resolve("expected.raw");
        Path actual = folder.resolve("actual.raw");
        List<Object> arguments = new ArrayList<>(List.of("convert", "-f", kind.format(), "-O", "raw"));
        if (!snapshot.isEmpty()) {
            arguments.addAll(List.of("-l", "snapshot.name=" + snapshot));
        }
        arguments.addAll(List.of(image, expected));
        Peers.run("qemu-img", arguments.toArray());
        try (TestSource source = TestSource.of(image)) {
            Materializer.writeRaw(Detector.open(source, Detector.AUTO, new OpenOptions(snapshot)), actual);
        }
        assertThat(Files.mismatch(actual, expected))
                .as("%s of %s '%s'", "first difference", kind, snapshot)
                .isEqualTo(-1);
    }
}
