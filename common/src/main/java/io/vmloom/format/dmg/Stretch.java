package io.vmloom.format.dmg;

import io.vmloom.source.ByteSource;

/** A part of the file; 0 bytes long when the image has none of its kind. */
record Stretch(long offset, long lengthBytes) {
    boolean isEmpty() {
        return lengthBytes == 0;
    }

    boolean liesIn(ByteSource source) {
        return offset >= 0 && lengthBytes >= 0 && offset <= source.sizeBytes() - lengthBytes;
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(lengthBytes) + " bytes at 0x" + Long.toHexString(offset);
    }
}
