package io.vmloom.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.extent.DiskImage;
import io.vmloom.source.ByteSource;
import io.vmloom.store.Companion;
import io.vmloom.store.CompanionGate;
import io.vmloom.store.Companions;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Stores;
import io.vmloom.store.route.ConfiguredStores;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that need others, through the gate, as one disk. */
class ChainTest {
    /**
     * The child's bitmap leaves sector 186 to its parent, where libvhdi 20210425 takes zeros from the child; the twin of
     * this disk as VHDX, which both read alike, keeps that sector.
     */
    private static final String DIFFERENTIAL_VHD = "1d7b93deb43ca6ea5cf1e423ca196c09";

    private static final Map<String, String> CORRECTED = Map.of("fat-differential.vhd", DIFFERENTIAL_VHD);

    private static final Set<String> OVERLAYS = Set.of(
            "backing-chain-1.qcow2",
            "backing-chain-2.qcow2",
            "fat-differential.vhd",
            "fat-differential.vhdx",
            "q014-ov.qcow",
            "overlay.cow",
            "overlay2.cow");

    private static final long MIB = 1 << 20;

    @TempDir
    Path folder;

    private final Stores stores = new ConfiguredStores(bucket -> {
        throw new AssertionError("no bucket is meant: " + bucket);
    });

    @TestFactory
    Stream<DynamicTest> overlaysOfOtherProgramsHaveTheRecordedGuest() {
        return SampleImages.rows().stream()
                .filter(row -> OVERLAYS.contains(name(row)))
                .map(row -> DynamicTest.dynamicTest(name(row), () -> {
                    Path image = withItsNeighbours(row);
                    assertThat(md5(image, beside())).isEqualTo(CORRECTED.getOrDefault(name(row), row.md5()));
                }));
    }

    private Path withItsNeighbours(SampleImages.Row row) throws IOException {
        String place = row.path().substring(0, row.path().lastIndexOf('/'));
        for (SampleImages.Row other : SampleImages.rows()) {
            if (other.path().startsWith(place) && other.bytes().length < 16 * MIB) {
                Files.write(folder.resolve(name(other)), other.bytes());
            }
        }
        return folder.resolve(name(row));
    }

    @ParameterizedTest
    @CsvSource({
        "qcow2,raw,3145728,5242880",
        "qcow2,raw,5242880,3145728",
        "qcow2,qcow2,4194304,4194304",
        "qcow2,vmdk,4194304,4194304",
        "qcow2,qed,6291456,3145728",
        "qcow,raw,4194304,4194304",
        "qcow,qcow2,4194304,6291456",
        "qed,raw,4194304,3145728",
        "qed,qcow,4194304,4194304"
    })
    void anOverlayOverAnyFormatReadsAsQemuReadsIt(String upper, String lower, long upperBytes, long lowerBytes)
            throws IOException {
        Path base = create(lower, "base", lowerBytes);
        write(lower, base, lowerBytes, 1);
        Path middle = overlay(upper, "middle", base, lower, upperBytes);
        write(upper, middle, upperBytes, 2);
        Path top = overlay("qcow2", "top", middle, upper, upperBytes);
        write("qcow2", top, upperBytes, 3);

        assertThat(md5(top, beside())).isEqualTo(md5ByQemu(top));
        assertThat(md5(top, listed(base, middle))).isEqualTo(md5ByQemu(top));
    }

    @Test
    void anExternalDataFileIsReadThroughTheGate() throws IOException {
        Path image = folder.resolve("tables.qcow2");
        Path data = folder.resolve("data.bin");
        Peers.run("qemu-img", "create", "-q", "-f", "qcow2", "-o", "data_file=" + data, image, 4 * MIB);
        write("qcow2", image, 4 * MIB, 4);

        assertThat(md5(image, listed(data))).isEqualTo(md5ByQemu(image));
        refuses(image, Companions.NONE, "needs an external data file '" + data + "'");
    }

    @Test
    void aFileThatNobodyListedIsNotOpenedThoughItIsThere() throws IOException {
        Path top = overlay("qcow2", "top", create("raw", "base", MIB), "raw", MIB);

        refuses(top, Companions.NONE, "it needs a backing file '" + folder.resolve("base") + "'");
    }

    @Test
    void aListedFileMayHaveAnotherNameWhenTheUserSaysSo() throws IOException {
        Path base = create("raw", "base", MIB);
        write("raw", base, MIB, 5);
        Path top = overlay("qcow2", "top", base, "raw", MIB);
        String expected = md5ByQemu(top);
        Path moved = Files.move(base, folder.resolve("moved"));

        refuses(top, listed(moved), "it needs a backing file");
        for (String name : List.of("base", base.toString())) {
            Companion renamed = new Companion(new Location.OnDisk(moved), name, "raw");
            assertThat(md5(top, new Companions(List.of(renamed), Companions.Others.REFUSED)))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "json:{\"driver\":\"raw\",\"file.filename\":\"base\"}",
                "nbd://127.0.0.1/base",
                "http://127.0.0.1/base",
                "fat:base",
                "file:base",
                "..",
                "."
            })
    void protocolsAndDirectoriesMeanNothing(String reference) throws IOException {
        create("raw", "base", MIB);
        Path top = create("qcow2", "top", MIB);
        Peers.run("qemu-img", "rebase", "-u", "-f", "qcow2", "-F", "raw", "-b", reference, top);

        refuses(top, beside(), "it needs a backing file '" + reference + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../../etc/passwd", "/etc/passwd", "C:\\Windows\\passwd"})
    void onlyTheLastPartOfAPathCounts(String reference) throws IOException {
        Path top = create("qcow2", "top", MIB);
        Peers.run("qemu-img", "rebase", "-u", "-f", "qcow2", "-F", "raw", "-b", reference, top);

        refuses(top, beside(), "it needs a backing file '" + reference + "'");
        Files.write(folder.resolve("passwd"), new byte[512]);
        assertThat(md5(top, beside())).isNotEmpty();
    }

    @Test
    void aLinkBesideTheImageIsNotFollowed() throws IOException {
        Path top = create("qcow2", "top", MIB);
        Peers.run("qemu-img", "rebase", "-u", "-f", "qcow2", "-F", "raw", "-b", "secret", top);
        Files.createSymbolicLink(folder.resolve("secret"), Path.of("/etc/passwd"));

        refuses(top, beside(), "it needs a backing file 'secret'");
    }

    @Test
    void aChainThatNeverEndsIsRefused() throws IOException {
        Path one = create("qcow2", "one", MIB);
        Path two = overlay("qcow2", "two", one, "qcow2", MIB);
        Peers.run("qemu-img", "rebase", "-u", "-f", "qcow2", "-F", "qcow2", "-b", two, one);
        Path self = create("qcow2", "self", MIB);
        Peers.run("qemu-img", "rebase", "-u", "-f", "qcow2", "-F", "qcow2", "-b", "self", self);

        refuses(one, beside(), "its chain never ends: " + one + " → " + two + " → " + one);
        refuses(self, beside(), "its chain never ends: " + self + " → " + self);
    }

    @Test
    void aChainDeeperThanThePolicyAllowsIsRefused() throws IOException {
        Path lower = create("raw", "0", MIB);
        for (int i = 1; i < ImagePolicy.DEFAULT.maxChainDepth(); i++) {
            lower = overlay("qcow2", "" + i, lower, i == 1 ? "raw" : "qcow2", MIB);
        }
        assertThat(md5(lower, beside())).isNotEmpty();
        Path tooDeep = overlay("qcow2", "deep", lower, "qcow2", MIB);

        refuses(tooDeep, beside(), "more than the 8 images that the policy allows");
    }

    @Test
    void aBackingFileThatIsNotOfTheFormatThatTheImageSaysIsRefused() throws IOException {
        Path top = overlay("qcow2", "top", create("qcow2", "base", MIB), "raw", MIB);

        refuses(top, beside(), "declared as raw, but the content is qcow2");
    }

    @Test
    void thePolicyHoldsForEveryImageOfAChain() throws IOException {
        Path top = overlay("qcow2", "top", create("qed", "base", MIB), "qed", MIB);
        ImagePolicy onlyQcow2 = new ImagePolicy(Set.of("qcow2"), 1L << 40, 10, 8);
        ImagePolicy small = new ImagePolicy(Set.of(), MIB - 1, 10, 8);

        assertThatThrownBy(() -> md5(top, beside(), onlyQcow2)).hasMessageContaining("the policy allows only qcow2");
        assertThatThrownBy(() -> md5(top, beside(), small)).hasMessageContaining("raise maxVirtualSize");
    }

    private void refuses(Path image, Companions companions, String reason) {
        assertThatThrownBy(() -> md5(image, companions))
                .isInstanceOfSatisfying(
                        ConversionException.class,
                        e -> assertThat(e.code()).isIn(ErrorCode.IMAGE_UNSAFE, ErrorCode.FORMAT_MISMATCH))
                .hasMessageContaining(reason);
    }

    private String md5(Path file, Companions companions) throws IOException {
        return md5(file, companions, ImagePolicy.DEFAULT);
    }

    private String md5(Path file, Companions companions, ImagePolicy policy) throws IOException {
        ObjectVersion version = stores.pin(new Location.OnDisk(file));
        ByteSource source = stores.open(version);
        CompanionGate gate = new CompanionGate(stores, companions, version, source);
        try {
            DiskImage image = Detector.open(source, Detector.AUTO, new OpenOptions("", gate, policy));
            assertThat(image.members().stream().map(gate::versionOf)).doesNotHaveDuplicates();
            return Materializer.md5(image);
        } finally {
            gate.close();
        }
    }

    private static Companions beside() {
        return new Companions(List.of(), Companions.Others.BESIDE);
    }

    private static Companions listed(Path... files) {
        return new Companions(
                Stream.of(files)
                        .map(file -> Companion.of(new Location.OnDisk(file)))
                        .toList(),
                Companions.Others.REFUSED);
    }

    private Path create(String format, String name, long bytes) {
        Path image = folder.resolve(name);
        Peers.run("qemu-img", "create", "-q", "-f", format, image, bytes);
        return image;
    }

    private Path overlay(String format, String name, Path base, String baseFormat, long bytes) {
        Path image = folder.resolve(name);
        Peers.run("qemu-img", "create", "-q", "-u", "-f", format, "-b", base, "-F", baseFormat, image, bytes);
        return image;
    }

    private static void write(String format, Path image, long bytes, int seed) {
        Random random = new Random(seed);
        List<Object> command = new ArrayList<>(List.of("-f", format));
        for (int i = 0; i < 12; i++) {
            long offset = random.nextLong(bytes / 512) * 512;
            long length = Math.min(512 * (1 + random.nextInt(400)), bytes - offset);
            command.addAll(List.of("-c", "write -q -P " + (seed * 16 + i) + " " + offset + " " + length));
        }
        command.add(image);
        Peers.run("qemu-io", command.toArray());
    }

    private String md5ByQemu(Path image) throws IOException {
        Path raw = folder.resolve("expected.raw");
        Peers.run("qemu-img", "convert", "-f", "qcow2", "-O", "raw", image, raw);
        try (Stream<String> sum = Peers.run("md5sum", raw).output().lines()) {
            return sum.findFirst().orElseThrow().split(" ")[0];
        }
    }

    private static String name(SampleImages.Row row) {
        return row.path().substring(row.path().lastIndexOf('/') + 1);
    }
}
