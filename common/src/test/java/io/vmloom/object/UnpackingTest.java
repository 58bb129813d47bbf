package io.vmloom.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.codec.Wrapper;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.ImageException;
import io.vmloom.store.Content;
import io.vmloom.testing.TestSource;
import io.vmloom.testing.Wrapped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnpackingTest {
    private static final long ENOUGH = 1 << 30;

    @ParameterizedTest
    @EnumSource(Wrapper.class)
    void allThatWasPackedComesOutWhateverThePieces(Wrapper wrapper) throws IOException {
        for (int seed = 0; seed < 5; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] content = content(random, random.nextInt(400_000));

            assertThat(unpacked(wrapper, Wrapped.of(wrapper, content), ENOUGH, 1 + random.nextInt(150_000)))
                    .isEqualTo(content);
        }
    }

    @ParameterizedTest
    @EnumSource(Wrapper.class)
    void partsThatWerePackedOnTheirOwnComeOutTogether(Wrapper wrapper) throws IOException {
        byte[] first = content(new SplittableRandom(1), 100_000);
        byte[] second = content(new SplittableRandom(2), 30_000);

        assertThat(unpacked(wrapper, joined(Wrapped.of(wrapper, first), Wrapped.of(wrapper, second)), ENOUGH, 65_536))
                .isEqualTo(joined(first, second));
    }

    @ParameterizedTest
    @EnumSource(Wrapper.class)
    void anythingElseBehindThemIsAnErrorAndNoEnd(Wrapper wrapper) {
        byte[] file = joined(
                Wrapped.of(wrapper, content(new SplittableRandom(1), 50_000)), new byte[] {7, 7, 7, 7, 7, 7, 7, 7});

        assertDamaged(wrapper, file);
    }

    @ParameterizedTest
    @EnumSource(Wrapper.class)
    void aFileThatIsCutOffIsRefusedWhereverTheCut(Wrapper wrapper) {
        byte[] file = Wrapped.of(wrapper, content(new SplittableRandom(3), 50_000));
        for (int length = 1; length < file.length; length += 1 + length / 16) {
            assertDamaged(wrapper, Arrays.copyOf(file, length));
        }
    }

    @ParameterizedTest
    @EnumSource(Wrapper.class)
    void noMoreComesOutThanIsAllowed(Wrapper wrapper) throws IOException {
        byte[] bomb = Wrapped.of(wrapper, new byte[3 << 20]);

        assertThat(unpacked(wrapper, bomb, 3 << 20, 1 << 20)).hasSize(3 << 20);
        assertThatThrownBy(() -> unpacked(wrapper, bomb, (3 << 20) - 1, 1 << 20))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNSAFE))
                .hasMessageContaining("it unpacks to more than 3145727 bytes out of " + bomb.length);
    }

    @ParameterizedTest
    @EnumSource(Wrapper.class)
    void zerosTakeNoMemory(Wrapper wrapper) {
        byte[] file = Wrapped.of(wrapper, new byte[1 << 20]);
        try (Unpacking unpacking = new Unpacking(TestSource.of("disk", file), Optional.of(wrapper), ENOUGH)) {
            assertThat(unpacking.next(1 << 20)).isEqualTo(Content.zeros(1 << 20));
            assertThat(unpacking.next(1 << 20).lengthBytes()).isZero();
        }
    }

    private static void assertDamaged(Wrapper wrapper, byte[] file) {
        assertThatThrownBy(() -> unpacked(wrapper, file, ENOUGH, 65_536))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_INVALID))
                .hasMessageContaining("the " + wrapper.formatName() + " data are damaged");
    }

    private static byte[] unpacked(Wrapper wrapper, byte[] file, long maxBytes, int pieceBytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Unpacking unpacking = new Unpacking(TestSource.of("disk", file), Optional.of(wrapper), maxBytes)) {
            Content piece = unpacking.next(pieceBytes);
            while (piece.lengthBytes() > 0) {
                piece.stream().transferTo(out);
                piece = unpacking.next(pieceBytes);
            }
        }
        return out.toByteArray();
    }

    /** Noise, text and zeros. */
    private static byte[] content(SplittableRandom random, int length) {
        byte[] content = new byte[length];
        for (int at = 0; at < length; at += 30_000) {
            int end = Math.min(length, at + 10_000);
            for (int i = at; i < end; i++) {
                content[i] = (byte) (at % 60_000 == 0 ? random.nextInt() : 'a' + i % 7);
            }
        }
        return content;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
