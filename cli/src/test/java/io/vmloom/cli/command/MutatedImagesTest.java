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
import java.util.SplittableRandom;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Images in whose headers and tables something was changed at random: converted or refused in one line, and soon.
 * {@code -Dvmloom.mutations=5000} tries more than the usual number.
 */
class MutatedImagesTest {
    private static final int MUTATIONS = Integer.getInteger("vmloom.mutations", 50);
    private static final long[] EXTREMES = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32, 1L << 40, 1L << 56};

    private enum Kind {
        QCOW2_SNAPSHOT("qcow2", "cluster_size=4k"),
        QCOW2_ZLIB("qcow2", "compress=on,cluster_size=64k"),
        QCOW2_ZSTD("qcow2", "compress=on,compression_type=zstd,cluster_size=8k"),
        VMDK("vmdk", "subformat=streamOptimized");

        private final String format;
        private final String options;

        Kind(String format, String options) {
            this.format = format;
            this.options = options;
        }

        /** Where numbers are worth changing: headers and tables stand in front. */
        private int frontBytes(int length) {
            return Math.min(length, this == QCOW2_ZLIB ? 5 << 16 : 12 << 12);
        }
    }

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    @Timeout(300)
    void areConvertedOrRefusedInOneLine(Kind kind) throws IOException {
        byte[] whole = make(kind);
        Path image = folder.resolve("image");
        Path target = folder.resolve("target.qcow2");
        for (int seed = 0; seed < MUTATIONS; seed++) {
            Files.write(image, mutated(whole, kind, seed));

            long started = System.nanoTime();
            Command.Outcome outcome =
                    Command.run("convert", "-q", "-f", kind.format, image, target, "-o", "cluster_size=2M");
            long seconds = (System.nanoTime() - started) / 1_000_000_000;

            assertThat(seconds).as("seconds for seed %d", seed).isLessThan(20);
            if (outcome.exitCode() == ExitCode.DONE.number()) {
                assertThat(Folder.files(folder)).containsExactly("image", "target.qcow2");
                Files.delete(target);
            } else {
                assertRefused(outcome, image, target, seed);
                assertThat(Folder.files(folder)).as("files after seed %d", seed).containsExactly("image");
            }
        }
    }

    private static void assertRefused(Command.Outcome outcome, Path image, Path target, int seed) {
        assertThat(outcome.exitCode())
                .as("seed %d, which said: %s", seed, outcome.err())
                .isIn(ExitCode.REFUSED.number(), ExitCode.FAILED.number());
        assertThat(outcome.err())
                .as("seed %d", seed)
                .doesNotContain("fault in vmloom")
                .matches("vmloom: (" + image + "|" + target + ")[ :].*\\R");
    }

    private byte[] make(Kind kind) throws IOException {
        Path raw = Guest.FRAGMENTS.writeRaw(folder.resolve("guest.raw"));
        Path image = folder.resolve("whole");
        Command.run("convert", "-q", "--to", kind.format, "-o", kind.options, raw, image)
                .succeeded();
        if (kind == Kind.QCOW2_SNAPSHOT) {
            Peers.run("qemu-img", "snapshot", "-c", "before", image);
        }
        byte[] whole = Files.readAllBytes(image);
        Files.delete(raw);
        Files.delete(image);
        return whole;
    }

    private static byte[] mutated(byte[] whole, Kind kind, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ByteBuffer bytes = ByteBuffer.wrap(whole.clone());
        int changes = 1 + random.nextInt(3);
        for (int change = 0; change < changes; change++) {
            boolean header = random.nextBoolean();
            int at = 4 + random.nextInt((header ? 120 : kind.frontBytes(whole.length)) - 16);
            switch (random.nextInt(5)) {
                case 0 -> bytes.put(at, (byte) (bytes.get(at) ^ 1 << random.nextInt(8)));
                case 1 -> bytes.put(at, (byte) random.nextInt());
                case 2 -> bytes.putLong(at & ~7, EXTREMES[random.nextInt(EXTREMES.length)]);
                case 3 -> bytes.putInt(at & ~3, random.nextInt());
                default -> bytes.putLong(at & ~7, bytes.getLong(8 * random.nextInt(whole.length / 8)));
            }
        }
        return bytes.array();
    }
}
