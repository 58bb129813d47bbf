package io.vmloom.format.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vmloom.extent.DiskImage;
import io.vmloom.format.OpenOptions;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.Peers;
import io.vmloom.testing.TestSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads what qemu-img and qemu-io wrote and compares with what qemu-img reads. */
class Qcow2ReaderPeerTest {
    private static final long VIRTUAL_BYTES = (9 << 20) + 3 * 512;
    private static final int OPERATIONS = 40;

    @TempDir
    Path folder;

    @BeforeEach
    void needQemu() {
        Peers.need("qemu-img", "qemu-io");
    }

    static Stream<Arguments> kinds() {
        Stream<Arguments> sizes = IntStream.rangeClosed(9, 21)
                .boxed()
                .flatMap(bits -> Stream.of(
                        arguments("compat=0.10", bits),
                        arguments("compat=1.1", bits),
                        arguments("compat=1.1,compression_type=zstd", bits)));
        Stream<Arguments> extended = IntStream.rangeClosed(14, 21)
                .boxed()
                .flatMap(bits -> Stream.of(
                        arguments("extended_l2=on", bits), arguments("extended_l2=on,compression_type=zstd", bits)));
        Stream<Arguments> special = Stream.of(
                arguments("refcount_bits=1", 16),
                arguments("refcount_bits=64", 16),
                arguments("lazy_refcounts=on", 16),
                arguments("preallocation=metadata", 16),
                arguments("preallocation=metadata,extended_l2=on", 16));
        return Stream.of(sizes, extended, special).flatMap(s -> s);
    }

    @ParameterizedTest(name = "{0}, cluster_size=2^{1}")
    @MethodSource("kinds")
    void everyGuestByteIsWhatQemuReads(String options, int clusterBits) throws Exception {
        QemuImages images = new QemuImages(folder, clusterBits);
        Path image = images.create(options + ",cluster_size=" + (1 << clusterBits), VIRTUAL_BYTES);
        images.scribble(image, VIRTUAL_BYTES, 1 << clusterBits, OPERATIONS);

        byte[] expected = Files.readAllBytes(asRaw(image));
        try (TestSource source = TestSource.of(image)) {
            DiskImage opened = new Qcow2Reader().open(source, OpenOptions.DEFAULT);
            assertThat(Arrays.mismatch(Materializer.bytes(opened), expected)).isEqualTo(-1);
        }
    }

    @Test
    void aCursorOpenedAnywhereGivesTheSameBytes() throws Exception {
        QemuImages images = new QemuImages(folder, 5);
        Path image = images.create("extended_l2=on,cluster_size=16k", VIRTUAL_BYTES);
        images.scribble(image, VIRTUAL_BYTES, 16 << 10, OPERATIONS);

        byte[] expected = Files.readAllBytes(asRaw(image));
        try (TestSource source = TestSource.of(image)) {
            DiskImage opened = new Qcow2Reader().open(source, OpenOptions.DEFAULT);
            for (int from = 0; from <= VIRTUAL_BYTES; from += 123_457) {
                byte[] rest = Arrays.copyOfRange(expected, from, expected.length);
                assertThat(Arrays.mismatch(Materializer.bytes(opened, from), rest))
                        .isEqualTo(-1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("snapshotOptions")
    void eachInternalSnapshotIsReadByNameAndById(String options) throws Exception {
        QemuImages images = new QemuImages(folder, 11);
        Path image = images.create(options, VIRTUAL_BYTES);
        for (String name : new String[] {"first", "second one"}) {
            images.scribble(image, VIRTUAL_BYTES, 64 << 10, OPERATIONS / 2);
            Peers.run("qemu-img", "snapshot", "-c", name, image);
        }
        images.scribble(image, VIRTUAL_BYTES, 64 << 10, OPERATIONS / 2);

        try (TestSource source = TestSource.of(image)) {
            for (String wanted : new String[] {"first", "second one", "1", "2"}) {
                byte[] expected = Files.readAllBytes(asRaw(image, "-l", wanted));
                DiskImage opened = new Qcow2Reader().open(source, new OpenOptions(wanted));
                assertThat(Arrays.mismatch(Materializer.bytes(opened), expected))
                        .isEqualTo(-1);
                assertThat(opened.details()).containsEntry("snapshots", "1 'first', 2 'second one'");
            }
        }
    }

    static Stream<String> snapshotOptions() {
        return Stream.of("compat=0.10", "compat=1.1", "extended_l2=on,compression_type=zstd");
    }

    @Test
    void aSnapshotKeepsTheSizeThatTheDiskHadThen() throws Exception {
        QemuImages images = new QemuImages(folder, 3);
        Path image = images.create("compat=1.1", VIRTUAL_BYTES);
        images.scribble(image, VIRTUAL_BYTES, 64 << 10, OPERATIONS);
        Peers.run("qemu-img", "snapshot", "-c", "small", image);
        Peers.run("qemu-img", "resize", "-q", image, 4 * VIRTUAL_BYTES);

        try (TestSource source = TestSource.of(image)) {
            assertThat(new Qcow2Reader().open(source, OpenOptions.DEFAULT).virtualBytes())
                    .isEqualTo(4 * VIRTUAL_BYTES);
            assertThat(new Qcow2Reader().open(source, new OpenOptions("small")).virtualBytes())
                    .isEqualTo(VIRTUAL_BYTES);
        }
    }

    @Test
    void convertedWithCompressionItIsTheSameDisk() throws Exception {
        QemuImages images = new QemuImages(folder, 21);
        Path image = images.create("compat=1.1", VIRTUAL_BYTES);
        images.scribble(image, VIRTUAL_BYTES, 64 << 10, OPERATIONS);
        for (String options :
                new String[] {"compat=0.10", "compression_type=zstd", "cluster_size=4k", "extended_l2=on"}) {
            Path compressed = folder.resolve("compressed.qcow2");
            Peers.run("qemu-img", "convert", "-c", "-O", "qcow2", "-o", options, image, compressed);
            try (TestSource source = TestSource.of(compressed)) {
                DiskImage opened = new Qcow2Reader().open(source, OpenOptions.DEFAULT);
                assertThat(Materializer.md5(opened)).isEqualTo(md5(asRaw(image)));
            }
        }
    }

    private Path asRaw(Path image, String... options) {
        Path raw = folder.resolve("expected.raw");
        Object[] arguments = Stream.of(
                        Stream.of("convert", "-f", "qcow2", "-O", "raw"), Arrays.stream(options), Stream.of(image, raw))
                .flatMap(s -> s)
                .toArray();
        Peers.run("qemu-img", arguments);
        return raw;
    }

    private static String md5(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("MD5");
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
