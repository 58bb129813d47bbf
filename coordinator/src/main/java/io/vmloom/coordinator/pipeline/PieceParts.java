package io.vmloom.coordinator.pipeline;

import io.vmloom.error.TargetException;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.task.Piece;
import io.vmloom.unit.ByteSize;
import java.util.ArrayList;
import java.util.List;

/**
 * Divides what is to become one object into the parts of its upload. Most of what is staged is copied inside the store,
 * and only as much of it travels as makes short pieces long enough to be parts.
 */
final class PieceParts {
    /** A store is done with such a copy in seconds, and many are under way at once. */
    private static final long USUAL_COPY_BYTES = 256 * ByteSize.MIB;

    private final long leastBytes;
    private final long copyBytes;
    private final List<List<Piece>> parts = new ArrayList<>();
    private List<Piece> mixed = new ArrayList<>();
    private long mixedBytes;

    private PieceParts(long leastBytes, long copyBytes) {
        this.leastBytes = leastBytes;
        this.copyBytes = copyBytes;
    }

    /**
     * The pieces of each part, in order; all parts but the last are long enough for the store, and one that is a single
     * staged piece can be copied.
     *
     * @throws TargetException when the store has not so many parts
     */
    static List<List<Piece>> divide(String target, List<Piece> pieces, StoreCapabilities limits) {
        long bytes = pieces.stream().mapToLong(Piece::lengthBytes).sum();
        long copies = Math.max(1, limits.maxParts() - 2L * pieces.size());
        long copyBytes = Math.min(limits.maxPartBytes(), Math.max(USUAL_COPY_BYTES, Math.ceilDiv(bytes, copies)));
        PieceParts division = new PieceParts(limits.minPartBytes(), copyBytes);
        pieces.forEach(division::add);
        division.flush();
        if (division.parts.size() > limits.maxParts()) {
            throw TargetException.tooLarge(
                    target,
                    bytes + " bytes would be " + division.parts.size() + " parts, and the store takes "
                            + limits.maxParts(),
                    "put fewer or smaller disks into it");
        }
        return List.copyOf(division.parts);
    }

    private void add(Piece piece) {
        switch (piece) {
            case Piece.Staged staged -> addStaged(staged);
            case Piece.Inline _, Piece.Zeros _ -> mix(piece);
        }
    }

    private void addStaged(Piece.Staged piece) {
        Piece.Staged rest = piece;
        if (mixedBytes > 0 && mixedBytes < leastBytes) {
            long missing = Math.min(leastBytes - mixedBytes, rest.lengthBytes());
            mix(first(rest, missing));
            rest = behind(rest, missing);
        }
        if (mixedBytes >= leastBytes) {
            flush();
        }
        while (rest.lengthBytes() >= leastBytes) {
            long copied = Math.min(copyBytes, rest.lengthBytes());
            parts.add(List.of(first(rest, copied)));
            rest = behind(rest, copied);
        }
        mix(rest);
    }

    private void mix(Piece piece) {
        if (piece.lengthBytes() > 0) {
            mixed.add(piece);
            mixedBytes += piece.lengthBytes();
        }
    }

    private void flush() {
        if (!mixed.isEmpty()) {
            parts.add(List.copyOf(mixed));
            mixed = new ArrayList<>();
            mixedBytes = 0;
        }
    }

    private static Piece.Staged first(Piece.Staged piece, long lengthBytes) {
        return new Piece.Staged(piece.object(), piece.offset(), lengthBytes);
    }

    private static Piece.Staged behind(Piece.Staged piece, long bytes) {
        return new Piece.Staged(piece.object(), piece.offset() + bytes, piece.lengthBytes() - bytes);
    }
}
