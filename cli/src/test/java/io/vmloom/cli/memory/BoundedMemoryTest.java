package io.vmloom.cli.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.embedded.EmbeddedS3;
import io.vmloom.cli.testing.ChildCommand;
import io.vmloom.cli.testing.Command;
import io.vmloom.testing.Peers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The heap does not grow with the disk: neither with its size, nor with its data, nor with how far that is strewn. */
@Tag("long")
class BoundedMemoryTest {
    private static final long TIB = 1L << 40;
    private static final long GIB = 1L << 30;
    private static final long STRETCH = 64L << 20;
    private static final List<String> SMALL_JVM = List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError");

    @TempDir
    Path directory;

    @Test
    void aTebibyteWithAGibibyteOfScatteredDataConvertsFromBucketToBucketIn256MiB() throws Exception {
        ScatteredDisk disk = new ScatteredDisk(TIB, STRETCH);
        assertThat(disk.dataBytes()).isEqualTo(GIB);
        Path source = directory.resolve("disks").resolve("a.qcow2");
        Path target = source.resolveSibling("b.qcow2");
        try (EmbeddedS3 server = EmbeddedS3.start(directory)) {
            server.createBucket("disks");
            disk.write(source);

            assertThat(small(server, "convert", "-q", "s3://disks/a.qcow2", "s3://disks/b.qcow2", "-o", "compress=on")
                            .exitCode())
                    .isZero();

            assertThat(Files.size(target)).isBetween(GIB / 3, GIB);
            Command.Outcome compared = small(server, "compare", "s3://disks/a.qcow2", "s3://disks/b.qcow2");
            assertThat(compared.exitCode()).as(compared.toString()).isZero();
        }
        if (Peers.has("qemu-img")) {
            Peers.run("qemu-img", "check", "-f", "qcow2", target);
            Peers.run("qemu-img", "compare", "-f", "qcow2", "-F", "qcow2", source, target);
        }
    }

    @Test
    void aSparseApplianceOf20GibibytesIsMadeInABucketIn256MiB() throws Exception {
        ScatteredDisk disk = new ScatteredDisk(20 * GIB, 4L << 20);
        Path source = directory.resolve("disks").resolve("a.qcow2");
        Path target = source.resolveSibling("web.ova");
        try (EmbeddedS3 server = EmbeddedS3.start(directory)) {
            server.createBucket("disks");
            disk.write(source);

            small(server, "convert", "-q", "s3://disks/a.qcow2", "s3://disks/a.qcow2", "s3://disks/web.ova");

            assertThat(Files.size(target)).isBetween(disk.dataBytes(), 3 * disk.dataBytes());
            small(server, "inspect", "--all-digests", "s3://disks/web.ova");
        }
        if (Peers.has("qemu-img")) {
            Peers.run("tar", "-xf", target, "-C", directory, "web-disk2.vmdk");
            Peers.run("qemu-img", "compare", source, directory.resolve("web-disk2.vmdk"));
        }
    }

    private static Command.Outcome small(EmbeddedS3 server, Object... arguments) throws Exception {
        try (ChildCommand child = ChildCommand.start(SMALL_JVM, ChildCommand.environment(server), arguments)) {
            Command.Outcome outcome = child.outcome();
            assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
            return outcome;
        }
    }
}
