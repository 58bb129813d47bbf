package io.vmloom.fuzz;

import io.vmloom.source.ByteSource;
import io.vmloom.source.SourceIdentity;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A file of any length that is zero but for some pieces. It fails when it is read outside, and ends an examination, by
 * {@link Spent}, that has seen enough of it: what takes time in proportion to the file's tables is no finding, reading
 * the same ones over and over is.
 */
final class SparseFile implements ByteSource {
    private static final int PAGE_BYTES = 64 << 10;
    private static final int ENOUGH_PAGES = 256;

    private final String name;
    private final long sizeBytes;
    private final List<Piece> pieces = new ArrayList<>();
    private final Set<Long> pagesSeen = new HashSet<>();

    /** Bytes of the file; where pieces overlap, the later one counts. */
    record Piece(long offset, byte[] bytes) {
        long end() {
            return offset + bytes.length;
        }

        boolean covers(long position) {
            return offset <= position && position < end();
        }
    }

    /** Thrown into whatever reads on. */
    static final class Spent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Spent() {
            super("enough was seen", null, false, false);
        }
    }

    SparseFile(String name, long sizeBytes) {
        this.name = name;
        this.sizeBytes = sizeBytes;
    }

    /** What does not fit is cut off. */
    void put(long offset, byte[] bytes, int from, int length) {
        if (offset >= 0 && offset < sizeBytes) {
            byte[] inside = new byte[(int) Math.min(length, sizeBytes - offset)];
            System.arraycopy(bytes, from, inside, 0, inside.length);
            pieces.add(new Piece(offset, inside));
        }
    }

    List<Piece> pieces() {
        return pieces;
    }

    /** Reads without counting; zeros behind the end. */
    ByteBuffer peek(long offset, int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        for (Piece piece : pieces) {
            long from = Math.max(offset, piece.offset());
            long to = Math.min(offset + lengthBytes, piece.end());
            if (from < to) {
                System.arraycopy(
                        piece.bytes(), (int) (from - piece.offset()), bytes, (int) (from - offset), (int) (to - from));
            }
        }
        return ByteBuffer.wrap(bytes);
    }

    /** Whether somebody was told that enough was seen. */
    boolean spent() {
        return pagesSeen.size() > ENOUGH_PAGES;
    }

    void readAnew() {
        pagesSeen.clear();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public SourceIdentity identity() {
        return new SourceIdentity(name, false);
    }

    @Override
    public void read(long offset, ByteBuffer destination) {
        int lengthBytes = destination.remaining();
        if (offset < 0 || lengthBytes > sizeBytes || offset > sizeBytes - lengthBytes) {
            throw new AssertionError("a read of " + lengthBytes + " bytes at 0x" + Long.toHexString(offset)
                    + " leaves the file of 0x" + Long.toHexString(sizeBytes));
        }
        for (long page = offset / PAGE_BYTES; page * PAGE_BYTES < offset + lengthBytes; page++) {
            pagesSeen.add(page);
            if (spent()) {
                throw new Spent();
            }
        }
        destination.put(peek(offset, lengthBytes));
    }

    @Override
    public long nextData(long offset) {
        long next = sizeBytes;
        for (Piece piece : pieces) {
            if (piece.end() > offset) {
                next = Math.min(next, Math.max(offset, piece.offset()));
            }
        }
        return next;
    }

    @Override
    public long nextHole(long offset) {
        long hole = offset;
        while (isData(hole)) {
            for (Piece piece : pieces) {
                hole = piece.covers(hole) ? piece.end() : hole;
            }
        }
        return hole;
    }

    private boolean isData(long position) {
        return pieces.stream().anyMatch(piece -> piece.covers(position));
    }
}
