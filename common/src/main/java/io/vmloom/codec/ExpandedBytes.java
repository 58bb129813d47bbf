package io.vmloom.codec;

import java.util.Arrays;

/** The unit that a decoder of the Lempel–Ziv family fills; nothing is written outside it or copied from outside it. */
final class ExpandedBytes {
    private final String codec;
    private final byte[] target;
    private final int start;
    private final int end;
    private int position;

    /** @param codec how messages call the stream */
    ExpandedBytes(String codec, byte[] target, int offset, int length) {
        this.codec = codec;
        this.target = target;
        this.start = offset;
        this.end = offset + length;
        this.position = offset;
    }

    int length() {
        return position - start;
    }

    /** For a stream that has ended. */
    void requireFull() throws CodecException {
        if (position < end) {
            throw new CodecException(
                    codec + " stream ends after " + length() + " of " + (end - start) + " bytes", null);
        }
    }

    boolean isFull() {
        return position == end;
    }

    void append(byte[] source, int offset, int length) throws CodecException {
        requireRoom(length);
        System.arraycopy(source, offset, target, position, length);
        position += length;
    }

    /** Repeats what stands {@code distance} bytes back; the copy may run into itself. */
    void repeat(int distance, int length) throws CodecException {
        requireRoom(length);
        if (length == 0) {
            return;
        }
        if (distance <= 0 || distance > length()) {
            throw new CodecException(
                    codec + " stream repeats what stands " + distance + " bytes back, after " + length(), null);
        }
        int from = position - distance;
        if (distance >= length) {
            System.arraycopy(target, from, target, position, length);
        } else if (distance == 1) {
            Arrays.fill(target, position, position + length, target[from]);
        } else {
            for (int i = 0; i < length; i++) {
                target[position + i] = target[from + i];
            }
        }
        position += length;
    }

    private void requireRoom(int length) throws CodecException {
        if (length > end - position) {
            throw new CodecException(codec + " stream is longer than " + (end - start) + " bytes", null);
        }
    }
}
