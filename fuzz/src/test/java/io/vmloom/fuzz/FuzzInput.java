package io.vmloom.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * The fuzzer's bytes as a file. Tables may lie at large offsets, so that a file can be written as pieces over zeros:
 *
 * <pre>
 * u8   flags: 1 pieces follow, otherwise the file itself; 2 checksums are made right
 * u64  size of the file, if pieces follow
 *      then for each piece: u64 offset, u16 length, bytes
 * </pre>
 *
 * Any bytes are an input: what is cut off or leaves the file is left out.
 */
final class FuzzInput {
    private static final int PIECES = 1;
    private static final int SEALED = 2;
    private static final int MAX_PIECE_BYTES = 0xffff;

    /** Shorter runs of zeros cost less as bytes than as the next piece's head. */
    private static final int GAP_BYTES = 10;

    static final String NAME = "fuzzed.img";

    private FuzzInput() {}

    static SparseFile file(byte[] input) {
        return file(NAME, input);
    }

    static SparseFile file(String name, byte[] input) {
        ByteBuffer left = ByteBuffer.wrap(input);
        int flags = left.hasRemaining() ? left.get() : 0;
        SparseFile file = (flags & PIECES) == 0 ? plain(name, left) : sparse(name, left);
        if ((flags & SEALED) != 0) {
            Seals.mend(file);
        }
        return file;
    }

    private static SparseFile plain(String name, ByteBuffer left) {
        SparseFile file = new SparseFile(name, left.remaining());
        file.put(0, left.array(), left.position(), left.remaining());
        return file;
    }

    private static SparseFile sparse(String name, ByteBuffer left) {
        SparseFile file = new SparseFile(name, left.remaining() < Long.BYTES ? 0 : left.getLong() & Long.MAX_VALUE);
        try {
            while (left.hasRemaining()) {
                long offset = left.getLong();
                int length = Math.min(left.getShort() & MAX_PIECE_BYTES, left.remaining());
                file.put(offset, left.array(), left.position(), length);
                left.position(left.position() + length);
            }
        } catch (BufferUnderflowException _) {
            // half a head at the end
        }
        return file;
    }

    /** The input that stands for a file, as pieces, with checksums to be made right. */
    static byte[] of(byte[] file) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            out.writeByte(PIECES | SEALED);
            out.writeLong(file.length);
            for (int at = firstByte(file, 0); at < file.length; ) {
                int end = runEnd(file, at);
                out.writeLong(at);
                out.writeShort(end - at);
                out.write(file, at, end - at);
                at = firstByte(file, end);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static int firstByte(byte[] file, int from) {
        int at = from;
        while (at < file.length && file[at] == 0) {
            at++;
        }
        return at;
    }

    private static int runEnd(byte[] file, int from) {
        int end = from;
        while (end < file.length && end - from < MAX_PIECE_BYTES) {
            int next = firstByte(file, end);
            if (next - end > GAP_BYTES || next == file.length) {
                return end;
            }
            end = Math.min(next + 1, from + MAX_PIECE_BYTES);
        }
        return end;
    }
}
