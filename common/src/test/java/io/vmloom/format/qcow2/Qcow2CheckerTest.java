package io.vmloom.format.qcow2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.check.CheckReport;
import io.vmloom.check.Severity;
import io.vmloom.testing.Peers;
import io.vmloom.testing.TestSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Our check against qemu-img's, over images that qemu-img made, whole and damaged. */
class Qcow2CheckerTest {
    @TempDir
    private Path folder;

    static List<String> options() {
        return List.of(
                "cluster_size=64k",
                "cluster_size=512",
                "cluster_size=2M",
                "compat=0.10,cluster_size=4k",
                "cluster_size=4k,refcount_bits=1",
                "cluster_size=4k,refcount_bits=4",
                "cluster_size=4k,refcount_bits=8",
                "cluster_size=4k,refcount_bits=32",
                "cluster_size=4k,refcount_bits=64",
                "cluster_size=16k,extended_l2=on",
                "cluster_size=64k,preallocation=metadata");
    }

    @BeforeEach
    void needPeers() {
        Peers.need("qemu-img", "qemu-io");
    }

    @ParameterizedTest
    @MethodSource("options")
    void imagesInUseAreClean(String options) {
        CheckReport report = check(image(options));

        assertThat(report.first()).isEmpty();
        assertThat(report.clean()).isTrue();
        assertThat(report.facts()).containsKey("data clusters");
    }

    @Test
    void compressedImagesAreClean() {
        Path compressed = folder.resolve("compressed.qcow2");
        Peers.run("qemu-img", "convert", "-c", "-O", "qcow2", image("cluster_size=64k"), compressed);

        assertThat(check(compressed).first()).isEmpty();
    }

    @Test
    void snapshotsAndBitmapsAreCounted() {
        Path image = image("cluster_size=4k");
        Peers.run("qemu-img", "snapshot", "-c", "one", image);
        Peers.run("qemu-io", "-f", "qcow2", "-c", "write -P 9 0 128k", image);
        Peers.run("qemu-img", "snapshot", "-c", "two", image);
        Peers.run("qemu-img", "bitmap", "--add", "-g", "64k", image, "changes");

        CheckReport report = check(image);

        assertThat(report.first()).isEmpty();
        assertThat(report.facts()).containsEntry("snapshots", 2L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void damageIsFoundWhereverQemuFindsIt(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = Files.readAllBytes(image("cluster_size=4k"));
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long l1 = in.getLong(40);
        long l2 = in.getLong((int) l1) & 0x00ff_ffff_ffff_fe00L;
        long refcountBlock = in.getLong((int) in.getLong(48));
        int place =
                (int) (random.nextBoolean() ? l2 + 8L * random.nextInt(64) : refcountBlock + 2L * random.nextInt(64));
        in.put(place + 1 - random.nextInt(2), (byte) random.nextInt(256));
        Path damaged = Files.write(folder.resolve("damaged.qcow2"), bytes);

        JsonNode qemu = qemuCheck(damaged);
        CheckReport ours = Qcow2CheckerTest.check(damaged);

        assertThat(ours.errors() > 0).as("%s by us, %s by qemu", ours, qemu).isEqualTo(number(qemu, "corruptions") > 0);
        assertThat(ours.leaks() > 0).as("%s by us, %s by qemu", ours, qemu).isEqualTo(number(qemu, "leaks") > 0);
    }

    @Test
    void aLeakedClusterIsReportedWithItsOffset() throws IOException {
        byte[] bytes = Files.readAllBytes(image("cluster_size=4k"));
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long l2 = in.getLong((int) in.getLong(40)) & 0x00ff_ffff_ffff_fe00L;
        long data = in.getLong((int) l2) & 0x00ff_ffff_ffff_fe00L;
        in.putLong((int) l2, 0);

        CheckReport report = new Qcow2Checker().check(TestSource.of("leak.qcow2", bytes));

        assertThat(report.errors()).isZero();
        assertThat(report.leakedBytes()).isEqualTo(4096);
        assertThat(report.first()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.LEAK);
            assertThat(finding.hostOffset()).isEqualTo(data);
            assertThat(finding.problem()).isEqualTo("the refcount is 1, and 0 refer to the cluster");
        });
    }

    @Test
    void dataOverATableIsAnErrorEvenIfItsRefcountSaysTwo() throws IOException {
        byte[] bytes = Files.readAllBytes(image("cluster_size=4k"));
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long table = in.getLong(48);
        long l2 = in.getLong((int) in.getLong(40)) & 0x00ff_ffff_ffff_fe00L;
        long block = in.getLong((int) table);
        in.putLong((int) l2, table);
        in.putShort((int) (block + table / 4096 * 2), (short) 2);

        CheckReport report = new Qcow2Checker().check(TestSource.of("over.qcow2", bytes));

        assertThat(report.first())
                .anySatisfy(finding -> assertThat(finding.problem()).contains("lies over other metadata or data"));
    }

    @Test
    @Timeout(60)
    void aFileThatIsAlmostAllHoleIsNotCheckedClusterByCluster() throws IOException {
        Path image = image("cluster_size=512");
        try (FileChannel file = FileChannel.open(image, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(512), (1L << 42) - 512);
        }

        assertThat(check(image).clean()).isTrue();
    }

    /** 8 MiB with data here and there, zero clusters and discarded ones. */
    private Path image(String options) {
        Path image = folder.resolve("image.qcow2");
        Peers.run("qemu-img", "create", "-q", "-f", "qcow2", "-o", options, image, "8M");
        Peers.run(
                "qemu-io",
                "-f",
                "qcow2",
                "-c",
                "write -P 1 0 200k",
                "-c",
                "write -P 2 3M 70k",
                "-c",
                options.contains("0.10") ? "write -P 3 5M 1k" : "write -z 5M 256k",
                "-c",
                "discard 64k 64k",
                image);
        return image;
    }

    private static CheckReport check(Path image) {
        return new Qcow2Checker().check(TestSource.of(image));
    }

    private static JsonNode qemuCheck(Path image) {
        Peers.Outcome outcome = Peers.attempt("qemu-img", "check", "--output=json", image);
        String text = outcome.output();
        return JsonMapper.shared().readTree(text.substring(text.indexOf("{\n"), text.lastIndexOf('}') + 1));
    }

    private static int number(JsonNode tree, String field) {
        JsonNode node = tree.get(field);
        return node == null ? 0 : node.asInt();
    }
}
