package io.vmloom.object;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.store.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ZeroRuleTest {
    private static final int KIB = 1 << 10;

    @TempDir
    Path folder;

    static Stream<ZeroRule> rulesForNewFiles() {
        return Stream.of(
                ZeroRule.USUAL,
                new ZeroRule.LongHoles(0),
                new ZeroRule.LongHoles(512),
                new ZeroRule.LongHoles(100 * KIB),
                new ZeroRule.LeftOut());
    }

    @ParameterizedTest
    @MethodSource("rulesForNewFiles")
    void everyRuleGivesTheSameBytes(ZeroRule rule) throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            Content content = content(new Random(seed));
            Path file = folder.resolve(seed + ".raw");
            write(rule, file, content, 777, StandardOpenOption.CREATE_NEW);

            assertThat(padded(Files.readAllBytes(file), 777 + (int) content.lengthBytes()))
                    .isEqualTo(expected(content, new byte[777]));
        }
    }

    @Test
    void inPlaceTheTargetHoldsTheSameWhateverStoodThere() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Content content = content(random);
            byte[] before = new byte[777 + (int) content.lengthBytes() + 5000];
            random.nextBytes(before);
            Path file = Files.write(folder.resolve(seed + ".raw"), before);
            write(new ZeroRule.Compared(), file, content, 777, StandardOpenOption.READ);

            byte[] after = expected(content, Arrays.copyOf(before, 777));
            byte[] whole = before.clone();
            System.arraycopy(after, 0, whole, 0, after.length);
            assertThat(file).hasBinaryContent(whole);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 200", "4, 0", "64, 8", "100, 72", "512, 200"})
    void runsThatAreTooShortForAHoleAreWritten(long leastKib, long writtenZerosKib) throws IOException {
        Content content = Content.of(new byte[] {1})
                .then(Content.zeros(64 * KIB))
                .then(Content.of(new byte[] {2}))
                .then(Content.of(new byte[64 * KIB]))
                .then(Content.zeros(64 * KIB))
                .then(Content.of(new byte[] {3}))
                .then(Content.zeros(8 * KIB));

        long written = write(
                new ZeroRule.LongHoles(leastKib * KIB),
                folder.resolve("new.raw"),
                content,
                0,
                StandardOpenOption.CREATE_NEW);

        assertThat(written).isEqualTo(3 + writtenZerosKib * KIB);
    }

    @Test
    void zerosThatStandThereAlreadyAreNotWrittenAgain() throws IOException {
        byte[] before = new byte[8 << 20];
        before[5 << 20] = 9;
        Path file = Files.write(folder.resolve("there.raw"), before);

        long written = write(new ZeroRule.Compared(), file, Content.zeros(before.length), 0, StandardOpenOption.READ);

        assertThat(written).isEqualTo(1 << 20);
        assertThat(file).hasBinaryContent(new byte[before.length]);
    }

    private static long write(ZeroRule rule, Path file, Content content, long offset, StandardOpenOption option)
            throws IOException {
        try (FileChannel channel = FileChannel.open(file, option, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return ContentWriter.of(rule).write(channel, content, offset);
        }
    }

    private static Content content(Random random) {
        List<Content.Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int length = 1 + random.nextInt(200 * KIB);
            if (random.nextBoolean()) {
                chunks.add(new Content.Chunk.Zeros(length));
            } else {
                byte[] bytes = new byte[length];
                int data = random.nextInt(length);
                for (int at = data; at < Math.min(length, data + 5000); at++) {
                    bytes[at] = (byte) random.nextInt();
                }
                chunks.add(new Content.Chunk.Bytes(ByteBuffer.wrap(bytes)));
            }
        }
        return Content.of(chunks);
    }

    private static byte[] expected(Content content, byte[] front) throws IOException {
        byte[] bytes = content.stream().readAllBytes();
        byte[] all = Arrays.copyOf(front, front.length + bytes.length);
        System.arraycopy(bytes, 0, all, front.length, bytes.length);
        return all;
    }

    /** A file ends behind what was written last. */
    private static byte[] padded(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, length);
    }
}
