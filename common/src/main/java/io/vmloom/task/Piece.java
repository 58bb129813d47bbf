package io.vmloom.task;

import io.vmloom.store.ObjectVersion;
import java.nio.ByteBuffer;

/** A run of bytes of a composed part or object. */
public sealed interface Piece {
    long lengthBytes();

    /** Bytes of a staging object. */
    record Staged(ObjectVersion object, long offset, long lengthBytes) implements Piece {}

    /** Few bytes that travel in the task. */
    record Inline(ByteBuffer bytes) implements Piece {
        @Override
        public long lengthBytes() {
            return bytes.remaining();
        }
    }

    record Zeros(long lengthBytes) implements Piece {}
}
