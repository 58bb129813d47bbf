package io.vmloom.coordinator.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmloom.error.ErrorCode;
import io.vmloom.error.TargetException;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.task.Piece;
import io.vmloom.testing.Seeded;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PiecePartsTest {
    private static final StoreCapabilities S3 = StoreCapabilities.S3;

    @Seeded(500)
    void partsAreThePiecesAgainAndTheStoreTakesThem(SplittableRandom random) {
        List<Piece> pieces = pieces(random);

        List<List<Piece>> parts = PieceParts.divide("a.ova", pieces, S3);

        assertThat(joined(parts.stream().flatMap(List::stream).toList())).isEqualTo(joined(pieces));
        assertThat(parts.size()).isLessThanOrEqualTo(S3.maxParts());
        assertThat(parts.subList(0, parts.size() - 1))
                .allSatisfy(part -> assertThat(bytes(part)).isGreaterThanOrEqualTo(S3.minPartBytes()));
        assertThat(parts).allSatisfy(part -> assertThat(bytes(part)).isLessThanOrEqualTo(S3.maxPartBytes()));
    }

    @Seeded(500)
    void whatIsNotCopiedInsideTheStoreIsLittle(SplittableRandom random) {
        List<List<Piece>> parts = PieceParts.divide("a.ova", pieces(random), S3);

        assertThat(parts)
                .filteredOn(part -> part.size() > 1)
                .allSatisfy(part -> assertThat(bytes(part)).isLessThan(3 * S3.minPartBytes()));
    }

    @Test
    void aShortArchiveIsOnePart() {
        List<Piece> pieces = List.of(inline(512), staged(0, 3 << 20), inline(1024));

        assertThat(PieceParts.divide("a.ova", pieces, S3)).containsExactly(pieces);
    }

    @Test
    void tensOfTerabytesAreCopiedInLargerParts() {
        List<Piece> pieces = List.of(inline(5000), staged(0, 40L << 40), inline(10_000));

        assertThat(PieceParts.divide("a.ova", pieces, S3)).hasSizeLessThanOrEqualTo(S3.maxParts());
    }

    @Test
    void whatNoUploadHoldsIsRefused() {
        List<Piece> pieces = List.of(staged(0, 60L << 40));

        assertThatExceptionOfType(TargetException.class)
                .isThrownBy(() -> PieceParts.divide("a.ova", pieces, S3))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.TARGET_TOO_LARGE))
                .withMessageContaining("the store takes 10000");
    }

    /** A front, then disks of all sizes with a little behind each. */
    private static List<Piece> pieces(SplittableRandom random) {
        List<Piece> pieces = new ArrayList<>();
        pieces.add(inline(1 + random.nextInt(100_000)));
        for (int disk = 0; disk < 1 + random.nextInt(6); disk++) {
            pieces.add(staged(disk, random.nextLong(1L << random.nextInt(1, 42))));
            pieces.add(random.nextBoolean() ? inline(1 + random.nextInt(10_000)) : new Piece.Zeros(1));
        }
        return pieces;
    }

    private static Piece inline(int lengthBytes) {
        return new Piece.Inline(ByteBuffer.wrap(new byte[lengthBytes]));
    }

    private static Piece staged(int disk, long lengthBytes) {
        return new Piece.Staged(
                new ObjectVersion(new Location.InBucket("out", "disk-" + disk), 1L << 50, "e" + disk, false, Map.of()),
                0,
                lengthBytes);
    }

    private static long bytes(List<Piece> pieces) {
        return pieces.stream().mapToLong(Piece::lengthBytes).sum();
    }

    /** The same bytes in as few pieces as can be. */
    private static List<Piece> joined(List<Piece> pieces) {
        List<Piece> joined = new ArrayList<>();
        for (Piece piece : pieces.stream().filter(one -> one.lengthBytes() > 0).toList()) {
            if (!joined.isEmpty()
                    && joined.getLast() instanceof Piece.Staged before
                    && piece instanceof Piece.Staged next
                    && before.object().equals(next.object())
                    && before.offset() + before.lengthBytes() == next.offset()) {
                joined.set(
                        joined.size() - 1,
                        new Piece.Staged(before.object(), before.offset(), before.lengthBytes() + next.lengthBytes()));
            } else {
                joined.add(piece);
            }
        }
        return joined;
    }
}
