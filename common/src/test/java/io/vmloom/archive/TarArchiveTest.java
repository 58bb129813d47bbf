package io.vmloom.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmloom.error.ErrorCode;
import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import io.vmloom.source.SourceIdentity;
import io.vmloom.testing.Seeded;
import io.vmloom.testing.TarFiles;
import io.vmloom.testing.TestSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarArchiveTest {
    @Seeded(20)
    void membersAreReadWhereTheyLie(SplittableRandom random) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < 1 + random.nextInt(20); i++) {
            byte[] content = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(3000)];
            random.nextBytes(content);
            files.put("dir/" + "n".repeat(random.nextInt(300)) + i + ".vmdk", content);
        }

        TarArchive archive = TarArchive.read(TestSource.of("a.ova", TarFiles.of(files)));

        assertThat(archive.ended()).isTrue();
        assertThat(archive.members()).extracting(ArchiveMember::name).containsExactlyElementsOf(files.keySet());
        files.forEach((name, content) -> assertThat(
                        bytes(archive.open(archive.member(name).orElseThrow())))
                .isEqualTo(content));
    }

    @Test
    void aMemberOfManyGigabytesCostsOneReadAndItsSizeMayBeInBase256() {
        long sizeBytes = 100L << 30;
        byte[] first = header("disk.vmdk", sizeBytes, TarConstants.LF_NORMAL, "");
        byte[] rest = TarFiles.of(Map.of("appliance.mf", new byte[] {1, 2, 3}));
        TestGap source = new TestGap(first, sizeBytes, rest);

        TarArchive archive = TarArchive.read(source);

        assertThat(archive.members())
                .containsExactly(
                        new ArchiveMember("disk.vmdk", 512, sizeBytes),
                        new ArchiveMember("appliance.mf", 512 + sizeBytes + 512, 3));
        assertThat(source.reads).isEqualTo(2);
    }

    @Test
    void aDescriptorItsManifestAndTheHeadersAroundThemComeByOneRead() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a.ovf", new byte[9000]);
        files.put("a.mf", new byte[300]);
        files.put("a.cert", new byte[3000]);
        TestSource source = TestSource.of("a.ova", TarFiles.of(files));

        TarArchive.read(source);

        assertThat(source.reads()).isEqualTo(1);
    }

    @Test
    void aDirectoryAndADotBeforeNamesMeanNothing() throws IOException {
        byte[] bytes =
                archive(header("./", 0, TarConstants.LF_DIR, ""), header("./a.ovf", 0, TarConstants.LF_NORMAL, ""));

        assertThat(TarArchive.read(TestSource.of("a.ova", bytes)).members())
                .extracting(ArchiveMember::name)
                .containsExactly("a.ovf");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../a.vmdk", "a/../../b", "/etc/passwd", "C:\\disk", "a\\..\\b", "a//b", "a/./b", "a\u0007b"})
    void aNameThatLeadsElsewhereIsRefused(String name) {
        byte[] bytes = archive(header(name, 0, TarConstants.LF_NORMAL, ""));

        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> TarArchive.read(TestSource.of("a.ova", bytes)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNSAFE))
                .withMessageContaining("at offset 0");
    }

    @ParameterizedTest
    @ValueSource(
            bytes = {
                TarConstants.LF_SYMLINK,
                TarConstants.LF_LINK,
                TarConstants.LF_BLK,
                TarConstants.LF_CHR,
                TarConstants.LF_FIFO,
                TarConstants.LF_MULTIVOLUME
            })
    void whatIsNoFileIsRefused(byte kind) {
        byte[] bytes =
                archive(header("a.ovf", 0, TarConstants.LF_NORMAL, ""), header("disk.vmdk", 0, kind, "/etc/passwd"));

        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> TarArchive.read(TestSource.of("a.ova", bytes)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNSAFE))
                .withMessageStartingWith("a.ova: member 'disk.vmdk' at offset 512 is ");
    }

    @Test
    void oneNameTwiceIsRefused() {
        byte[] bytes =
                archive(header("a", 0, TarConstants.LF_NORMAL, ""), header("./a", 0, TarConstants.LF_NORMAL, ""));

        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> TarArchive.read(TestSource.of("a.ova", bytes)))
                .withMessageContaining("member 'a' at offset 512 is there twice");
    }

    @Test
    void aSparseMemberIsRefused() {
        byte[] bytes = archive(header("disk.raw", 0, TarConstants.LF_GNUTYPE_SPARSE, ""));

        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> TarArchive.read(TestSource.of("a.ova", bytes)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNSUPPORTED))
                .withMessageContaining("member 'disk.raw' at offset 0 is stored sparsely");
    }

    @Seeded(20)
    void anArchiveThatIsCutOffIsRefusedOrKnownToHaveNoEnd(SplittableRandom random) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a.ovf", new byte[700]);
        files.put("disk.vmdk", new byte[5000]);
        byte[] whole = TarFiles.of(files);
        int lastContent = 512 + 1024 + 512 + 5000;
        byte[] cut = Arrays.copyOf(whole, 513 + random.nextInt(lastContent - 513));

        try {
            assertThat(TarArchive.read(TestSource.of("a.ova", cut)).ended()).isFalse();
        } catch (ImageException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_INVALID);
            assertThat(e.hostOffset()).isPresent();
        }
    }

    @Seeded(200)
    void anArchiveThatWasChangedIsReadOrRefused(SplittableRandom random) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a.ovf", new byte[100]);
        files.put("n".repeat(150), new byte[100]);
        byte[] bytes = TarFiles.of(files);
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            bytes[random.nextInt(4096)] = (byte) random.nextInt(256);
        }

        try {
            TarArchive archive = TarArchive.read(TestSource.of("a.ova", bytes));
            archive.members().forEach(member -> bytes(archive.open(member)));
        } catch (ImageException e) {
            assertThat(e).hasMessageContaining("a.ova");
        }
    }

    @Test
    void aWrongChecksumIsRefused() {
        byte[] bytes = archive(header("a.ovf", 0, TarConstants.LF_NORMAL, ""));
        bytes[0] ^= 1;

        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> TarArchive.read(TestSource.of("a.ova", bytes)))
                .withMessageStartingWith("a.ova at offset 0x0: the checksum of a tar header is wrong");
    }

    @Test
    void whatIsCutIntoPiecesIsFoundByTheirNumbersAndAGapIsRefused() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("d.000000001", new byte[2]);
        files.put("d.000000000", new byte[3]);
        TarArchive archive = TarArchive.read(TestSource.of("a.ova", TarFiles.of(files)));
        TarArchive gap = TarArchive.read(TestSource.of("a.ova", TarFiles.of(Map.of("d.000000001", new byte[2]))));

        assertThat(archive.pieces("d")).extracting(ArchiveMember::lengthBytes).containsExactly(3L, 2L);
        assertThat(archive.pieces("e")).isEmpty();
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> gap.pieces("d"))
                .withMessageContaining("'d.000000000' is not among them");
    }

    @Test
    void onlyWhatBeginsLikeAnArchiveIsOne() {
        assertThat(TarArchive.matches(TestSource.of("a", TarFiles.of(Map.of("a", new byte[1])))))
                .isTrue();
        assertThat(TarArchive.matches(TestSource.of("a", new byte[4096]))).isFalse();
        assertThat(TarArchive.matches(TestSource.of("a", new byte[3]))).isFalse();
        assertThat(TarArchive.matches(
                        TestSource.of("a", "<?xml version='1.0'?>".repeat(100).getBytes(StandardCharsets.UTF_8))))
                .isFalse();
    }

    private static byte[] bytes(ByteSource source) {
        byte[] bytes = new byte[(int) source.sizeBytes()];
        source.read(0, ByteBuffer.wrap(bytes));
        return bytes;
    }

    private static byte[] header(String name, long sizeBytes, byte kind, String link) {
        TarArchiveEntry entry = new TarArchiveEntry(name, kind, true);
        entry.setSize(sizeBytes);
        entry.setLinkName(link);
        byte[] block = new byte[512];
        try {
            entry.writeEntryHeader(block, ZipEncodingHelper.getZipEncoding("UTF-8"), true);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return block;
    }

    private static byte[] archive(byte[]... headers) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] header : headers) {
            bytes.writeBytes(header);
        }
        bytes.writeBytes(new byte[1024]);
        return bytes.toByteArray();
    }

    /** A header, a hole that nobody may read, and what follows. */
    private static final class TestGap implements ByteSource {
        private final byte[] before;
        private final long gapBytes;
        private final byte[] behind;
        private int reads;

        TestGap(byte[] before, long gapBytes, byte[] behind) {
            this.before = before;
            this.gapBytes = gapBytes;
            this.behind = behind;
        }

        @Override
        public String name() {
            return "a.ova";
        }

        @Override
        public long sizeBytes() {
            return before.length + gapBytes + behind.length;
        }

        @Override
        public SourceIdentity identity() {
            return new SourceIdentity("gap", false);
        }

        @Override
        public void read(long offset, ByteBuffer destination) {
            reads++;
            while (destination.hasRemaining()) {
                long at = offset++;
                long last = at - before.length - gapBytes;
                destination.put(at < before.length ? before[(int) at] : last >= 0 ? behind[(int) last] : 0);
            }
        }
    }
}
