package io.vmloom.store.memory;

import io.vmloom.store.Content;
import io.vmloom.store.Content.Chunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Immutable bytes of an object or part; runs of zeros take no memory. */
final class StoredBytes {
    private static final int ZERO_BLOCK_BYTES = 1 << 16;
    private static final ByteBuffer ZEROS =
            ByteBuffer.allocate(ZERO_BLOCK_BYTES).asReadOnlyBuffer();

    private final NavigableMap<Long, Chunk> chunks = new TreeMap<>();
    private final long lengthBytes;

    private StoredBytes(List<Chunk> ordered) {
        long offset = 0;
        for (Chunk chunk : ordered) {
            if (chunk.lengthBytes() > 0) {
                chunks.put(offset, chunk);
                offset = Math.addExact(offset, chunk.lengthBytes());
            }
        }
        lengthBytes = offset;
    }

    /** Copies the memory of the content, so that the caller may reuse it. */
    static StoredBytes copyOf(Content content) {
        List<Chunk> copies = new ArrayList<>();
        for (Chunk chunk : content.chunks()) {
            copies.add(
                    switch (chunk) {
                        case Chunk.Bytes(ByteBuffer buffer) -> new Chunk.Bytes(copyOf(buffer));
                        case Chunk.Zeros zeros -> zeros;
                    });
        }
        return new StoredBytes(copies);
    }

    static StoredBytes concat(List<StoredBytes> pieces) {
        List<Chunk> all = new ArrayList<>();
        pieces.forEach(piece -> all.addAll(piece.chunks.values()));
        return new StoredBytes(all);
    }

    long lengthBytes() {
        return lengthBytes;
    }

    /** Shares the memory. */
    Content content() {
        return Content.of(List.copyOf(chunks.values()));
    }

    /** A part of these bytes that shares their memory. */
    StoredBytes slice(long offset, long length) {
        List<Chunk> slices = new ArrayList<>();
        long position = offset;
        long end = Math.addExact(offset, length);
        while (position < end) {
            Chunk slice = chunkAt(position, end - position);
            slices.add(slice);
            position += slice.lengthBytes();
        }
        return new StoredBytes(slices);
    }

    /** Fills the whole buffer from {@code offset}. */
    void read(long offset, ByteBuffer destination) {
        long position = offset;
        while (destination.hasRemaining()) {
            Chunk chunk = chunkAt(position, destination.remaining());
            position += chunk.lengthBytes();
            switch (chunk) {
                case Chunk.Bytes(ByteBuffer buffer) -> destination.put(buffer);
                case Chunk.Zeros(long zeros) -> putZeros(destination, zeros);
            }
        }
    }

    private Chunk chunkAt(long offset, long maxLength) {
        Map.Entry<Long, Chunk> entry = chunks.floorEntry(offset);
        if (entry == null || offset >= lengthBytes) {
            throw new IndexOutOfBoundsException(
                    "offset 0x" + Long.toHexString(offset) + " of 0x" + Long.toHexString(lengthBytes) + " bytes");
        }
        long inside = offset - entry.getKey();
        long length = Math.min(maxLength, entry.getValue().lengthBytes() - inside);
        return switch (entry.getValue()) {
            case Chunk.Bytes(ByteBuffer buffer) -> new Chunk.Bytes(buffer.slice((int) inside, (int) length));
            case Chunk.Zeros _ -> new Chunk.Zeros(length);
        };
    }

    private static ByteBuffer copyOf(ByteBuffer buffer) {
        ByteBuffer copy = ByteBuffer.allocate(buffer.remaining());
        return copy.put(buffer.duplicate()).flip().asReadOnlyBuffer();
    }

    private static void putZeros(ByteBuffer destination, long count) {
        for (long left = count; left > 0; ) {
            int step = (int) Math.min(left, ZERO_BLOCK_BYTES);
            destination.put(ZEROS.slice(0, step));
            left -= step;
        }
    }
}
