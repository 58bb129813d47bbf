package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Folder;
import io.vmloom.format.SampleImages;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every image of the sample folder through the command: the digest that its manifest records, or what this table says
 * where the manifest says nothing or is wrong. An image that neither knows fails.
 */
class SampleImagesTest {
    private sealed interface Expected {
        /** The guest has this MD5. */
        record Guest(String md5) implements Expected {}

        /** The guest has the MD5 of the file. */
        record ItsOwnBytes() implements Expected {}

        /** Too many holes to hash: it opens, and a check finds nothing. */
        record Sound(long virtualBytes) implements Expected {}

        /** It opens, and a check finds this. */
        record Unsound(String finding) implements Expected {}

        /** A package: the only disk in it can be read. */
        record Packed(String member, long virtualBytes) implements Expected {}

        /** The complaint has this part. */
        record Refused(String reason) implements Expected {}
    }

    /** Of the same disk as the other HFS+ samples, which the manifest only presumes. */
    private static final Expected HFS_PLUS = new Expected.Guest("c6e5eede3378f73108e2abe897492b7d");

    private static final Expected LOCKED = new Expected.Refused("it is encrypted, and no key was given");

    private static final Expected ARCHIVE = new Expected.Refused("which is recognised but not read");

    private static final Map<String, Expected> SAID_HERE = Map.ofEntries(
            Map.entry("mul_overflow.bin", new Expected.Refused("the data fork must lie inside the file")),
            Map.entry("oversized_alloc.bin", new Expected.Refused("the property list must lie inside the file")),
            Map.entry("hfsplus_adc.dmg", HFS_PLUS),
            Map.entry("hfsplus_lzfse.dmg", HFS_PLUS),
            Map.entry("synthetic.sparseimage", new Expected.Sound(3072)),
            Map.entry("extent-kinds.vmdk", new Expected.Refused("it needs an extent '../")),
            Map.entry("sesparse-desc.vmdk", new Expected.Refused("it needs an extent '../")),
            Map.entry("sesparse.vmdk", new Expected.Refused("give that descriptor")),
            Map.entry("ubuntu.2.0-disk1.vmdk", new Expected.Sound(8L << 30)),
            // The manifest has libvhdi's opinion, which takes a sector from the child that its bitmap gives to the
            // parent.
            Map.entry("fat-differential.vhd", new Expected.Guest("1d7b93deb43ca6ea5cf1e423ca196c09")),
            Map.entry("luks1.raw", LOCKED),
            Map.entry("luks2.raw", LOCKED),
            Map.entry("afl5.img", new Expected.Refused("the dynamic header of 1024 bytes must lie inside the file")),
            Map.entry("afl9.vmdk", new Expected.Refused("the file was transferred as text")),
            Map.entry("hyperv2012r2-dynamic.vhd", new Expected.Sound(136_365_211_648L)),
            Map.entry("virtualpc-dynamic.vhd", new Expected.Sound(136_363_130_880L)),
            Map.entry(
                    "iotest-dirtylog-10G-4M.vhdx",
                    new Expected.Unsound("the log has entries that were never written to the tables")),
            Map.entry("iotest-version3.vmdk", new Expected.Sound(16L << 30)),
            Map.entry("parallels-with-bitmap", new Expected.Sound(64L << 30)),
            Map.entry("DiskDescriptor.xml", new Expected.Guest("ecaef634016fc699807cec47cef11dda")),
            Map.entry("test-vmdk-desc.vmdk", new Expected.Refused("it needs an extent")),
            Map.entry("testserver.ova", new Expected.Packed("testserver-disk1.vmdk", 4)),
            Map.entry("tdAppliance1-t2.ova", new Expected.Packed("tdAppliance1-t2-disk1.vmdk", 2L << 30)),
            Map.entry("test-vmx-zip.zip", ARCHIVE));

    /** What lies below an overlay, in the same folder. */
    private static final Map<String, List<String>> BELOW = Map.ofEntries(
            Map.entry("backing-chain-1.qcow2", List.of("backing-chain-2.qcow2", "backing-chain-3.qcow2")),
            Map.entry("backing-chain-2.qcow2", List.of("backing-chain-3.qcow2")),
            Map.entry("DiskDescriptor.xml", List.of("hfsplus.hdd.0.{5fbaabe3-6958-40ff-92a7-860e329aab41}.hds")),
            Map.entry("overlay.cow", List.of("base.raw")),
            Map.entry("overlay2.cow", List.of("overlay.cow", "base.raw")),
            Map.entry("q014-ov.qcow", List.of("base4M.raw")),
            Map.entry("fat-differential.vhd", List.of("fat-parent.vhd")),
            Map.entry("fat-differential.vhdx", List.of("fat-parent.vhdx")));

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> everyImageHasTheRecordedGuestOrIsRefusedForTheRightReason() {
        List<SampleImages.Row> rows = SampleImages.rows();
        return rows.stream()
                .filter(row -> row.isImage() || SAID_HERE.containsKey(row.name()))
                .map(row -> DynamicTest.dynamicTest(row.path(), () -> {
                    Path image = unpack(row);
                    for (String below : BELOW.getOrDefault(row.name(), List.of())) {
                        unpack(rows.stream()
                                .filter(other -> other.path().equals(row.sibling(below)))
                                .findFirst()
                                .orElseThrow());
                    }
                    check(row, image);
                    Folder.clear(folder);
                }));
    }

    private void check(SampleImages.Row row, Path image) throws IOException {
        switch (expected(row)) {
            case Expected.Guest(String md5) -> assertThat(md5(image)).isEqualTo(md5);
            case Expected.ItsOwnBytes own -> assertThat(md5(image)).isEqualTo(md5OfBytes(row));
            case Expected.Sound(long virtualBytes) -> {
                assertThat(Command.run("inspect", "--json", image).succeeded().out())
                        .contains("\"virtualBytes\" : " + virtualBytes + ",");
                Command.run("check", image).succeeded();
            }
            case Expected.Unsound(String finding) ->
                assertThat(Command.run("check", image).ended(ExitCode.FAILED).out())
                        .contains(finding);
            case Expected.Packed(String member, long virtualBytes) -> {
                Path target = folder.resolve("target.raw");
                Command.run("convert", "--member", member, image, target).succeeded();
                assertThat(Command.run("inspect", "--json", target).succeeded().out())
                        .contains("\"virtualBytes\" : " + virtualBytes + ",");
                assertThat(Command.run("digest", target).succeeded().out().split(" ", 2)[0])
                        .isEqualTo(Command.run("digest", "--member", member, image)
                                .succeeded()
                                .out()
                                .split(" ", 2)[0]);
            }
            case Expected.Refused(String reason) -> {
                List<String> before = Folder.files(folder);
                String complaint = Command.run("convert", "--allow-chain", image, folder.resolve("target.raw"))
                        .complaint(ExitCode.REFUSED);
                assertThat(complaint).startsWith(image.toString()).contains(reason);
                assertThat(Folder.files(folder)).isEqualTo(before);
            }
        }
    }

    private static Expected expected(SampleImages.Row row) {
        Expected recorded = row.format().equals("raw") ? new Expected.ItsOwnBytes() : new Expected.Guest(row.md5());
        Expected expected = Optional.ofNullable(SAID_HERE.get(row.name())).orElse(recorded);
        assertThat(expected).as("what is expected of %s", row).isNotEqualTo(new Expected.Guest(""));
        return expected;
    }

    private static String md5(Path image) {
        return Command.run("digest", "-a", "md5", "--allow-chain", image)
                .succeeded()
                .out()
                .split(" ", 2)[0];
    }

    private static String md5OfBytes(SampleImages.Row row) throws IOException {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            try (InputStream in = new DigestInputStream(row.stream(), md5)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(md5.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private Path unpack(SampleImages.Row row) throws IOException {
        Path image = folder.resolve(row.name());
        try (InputStream in = row.stream()) {
            Files.copy(in, image);
        }
        return image;
    }
}
