package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Folder;
import io.vmloom.cli.testing.Guest;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Damaged images end in one line that names the file, in exit code 3, and in nothing else. */
@Timeout(120)
class BadImageTest {
    private static final int L1_OFFSET_AT = 40;
    private static final int L1_SIZE_AT = 36;
    private static final int VIRTUAL_SIZE_AT = 24;
    private static final int CLUSTER_BITS_AT = 20;

    private enum Kind {
        QCOW2("qcow2", ""),
        QCOW2_ZLIB("qcow2", "compress=on"),
        QCOW2_ZSTD("qcow2", "compress=on,compression_type=zstd,cluster_size=4k"),
        VMDK("vmdk", "subformat=streamOptimized");

        private final String format;
        private final String options;

        Kind(String format, String options) {
            this.format = format;
            this.options = options;
        }
    }

    @TempDir
    private Path folder;

    private Path image = Path.of("");
    private Path target = Path.of("");

    @BeforeEach
    void names() {
        target = folder.resolve("target.raw");
    }

    @ParameterizedTest
    @EnumSource
    void howeverMuchIsMissingItIsRefused(Kind kind) throws IOException {
        byte[] whole = make(kind);
        String digest = digest(image);
        SplittableRandom random = new SplittableRandom(kind.ordinal());
        int[] lengths = IntStream.concat(
                        IntStream.of(0, 1, 3, 4, 5, 8, 71, 72, 103, 104, 105, 511, 512, 513, 4096, whole.length - 1),
                        IntStream.generate(() -> random.nextInt(whole.length)).limit(12))
                .toArray();

        for (int length : lengths) {
            Files.write(image, Arrays.copyOf(whole, length));
            Command.Outcome outcome = Command.run("convert", "-q", "-f", kind.format, image, target);

            if (outcome.exitCode() == ExitCode.DONE.number()) {
                assertThat(digest(target))
                        .as("of %d bytes, only padding is missing", length)
                        .isEqualTo(digest);
                Files.delete(target);
            } else {
                assertThat(outcome.complaint(ExitCode.REFUSED))
                        .as("of %d bytes", length)
                        .startsWith(image.toString());
            }
            assertNothingElse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void withAnotherMagicItIsNotTheDeclaredFormat(Kind kind) throws IOException {
        byte[] bytes = make(kind);
        bytes[0] ^= 1;
        Files.write(image, bytes);

        assertThat(refused(kind)).startsWith(image + ": declared as " + kind.format + ", but the content is raw; ");
    }

    @Test
    void tablesOutsideTheFileAreRefusedWithTheirPlace() throws IOException {
        byte[] bytes = make(Kind.QCOW2);
        ByteBuffer.wrap(bytes).putLong(L1_OFFSET_AT, 1L << 40);
        Files.write(image, bytes);

        assertThat(refused(Kind.QCOW2)).startsWith(image + " at offset 0x").contains("0x10000000000");
    }

    /** To read nonsense from nonsense is allowed; to go in circles is not. */
    @Test
    void anL1TableThatIsItsOwnL2TableHasAnEnd() throws IOException {
        byte[] bytes = make(Kind.QCOW2);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long l1 = buffer.getLong(L1_OFFSET_AT);
        buffer.putLong((int) l1, l1);
        Files.write(image, bytes);

        Command.Outcome outcome = Command.run("convert", "-q", image, target);

        assertThat(outcome.exitCode()).isIn(ExitCode.DONE.number(), ExitCode.REFUSED.number());
    }

    @Test
    void absurdSizesAreRefusedWithoutTryingThem() throws IOException {
        for (long size : new long[] {Long.MAX_VALUE, -1, 1L << 62, 1L << 56}) {
            byte[] bytes = make(Kind.QCOW2);
            ByteBuffer.wrap(bytes).putLong(VIRTUAL_SIZE_AT, size);
            Files.write(image, bytes);

            assertThat(refused(Kind.QCOW2)).startsWith(image + " at offset 0x");
        }
        for (int size : new int[] {Integer.MAX_VALUE, -1, 0}) {
            byte[] bytes = make(Kind.QCOW2);
            ByteBuffer.wrap(bytes).putInt(L1_SIZE_AT, size);
            Files.write(image, bytes);

            assertThat(refused(Kind.QCOW2)).startsWith(image + " at offset 0x");
        }
        for (int bits : new int[] {0, 8, 22, 64, -1}) {
            byte[] bytes = make(Kind.QCOW2);
            ByteBuffer.wrap(bytes).putInt(CLUSTER_BITS_AT, bits);
            Files.write(image, bytes);

            assertThat(refused(Kind.QCOW2)).startsWith(image + " at offset 0x");
        }
    }

    @Test
    void aSnapshotThatIsNotThereIsRefusedAndThoseThatAreAreNamed() throws IOException {
        make(Kind.QCOW2);
        Peers.run("qemu-img", "snapshot", "-c", "monday", image);
        Peers.run("qemu-img", "snapshot", "-c", "before update", image);

        Command.Outcome outcome = Command.run("convert", "-l", "tuesday", image, target);

        assertThat(outcome.complaint(ExitCode.USAGE))
                .isEqualTo(image + ": no snapshot has the id or name 'tuesday';"
                        + " the image has 1 'monday', 2 'before update'");
        assertNothingElse();
    }

    @Test
    void imagesThatNeedOtherFilesAreRefusedByTheirNames() throws IOException {
        make(Kind.QCOW2);
        Path overlay = folder.resolve("overlay.qcow2");
        Peers.run("qemu-img", "create", "-q", "-f", "qcow2", "-b", image, "-F", "qcow2", overlay);
        Files.move(overlay, image, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThat(refused(Kind.QCOW2))
                .startsWith(image + ": it needs a backing file '" + image + "'")
                .contains("--chain")
                .contains("--allow-chain");
    }

    private byte[] make(Kind kind) throws IOException {
        Path raw = folder.resolve("guest.raw");
        Files.deleteIfExists(raw);
        image = folder.resolve("image." + kind.format);
        Guest.ODD.writeRaw(raw);
        Command.run("convert", "-q", "--overwrite", raw, image, "-o", kind.options)
                .succeeded();
        Files.delete(raw);
        return Files.readAllBytes(image);
    }

    private String refused(Kind kind) throws IOException {
        String complaint =
                Command.run("convert", "-f", kind.format, image, target).complaint(ExitCode.REFUSED);
        assertNothingElse();
        return complaint;
    }

    private static String digest(Path file) {
        String line = Command.run("digest", file).succeeded().out();
        return line.substring(0, line.indexOf(' '));
    }

    private void assertNothingElse() throws IOException {
        assertThat(Folder.files(folder)).containsExactly(String.valueOf(image.getFileName()));
    }
}
