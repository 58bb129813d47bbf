package io.vmloom.codec;

/**
 * Apple Data Compression: runs of plain bytes and repetitions of what came before, told by the first byte's upper bits. It
 * has no document of Apple's; this is what disk images have.
 */
final class AdcDecompressor implements Decompressor {
    private static final int PLAIN = 0x80;
    private static final int LONG_REPEAT = 0x40;

    @Override
    public int decompress(byte[] source, int offset, int maxLength, byte[] target, int targetOffset, int decodedLength)
            throws CodecException {
        ExpandedBytes expanded = new ExpandedBytes("ADC", target, targetOffset, decodedLength);
        int end = offset + maxLength;
        int at = offset;
        while (!expanded.isFull()) {
            int step = at < end ? step(source, at, end, expanded) : 0;
            if (step == 0) {
                expanded.requireFull();
            }
            at += step;
        }
        return UNSURE;
    }

    /** Expands one run and gives its length in the source, or 0 when the source ends inside it. */
    private static int step(byte[] source, int at, int end, ExpandedBytes expanded) throws CodecException {
        int first = source[at] & 0xff;
        if ((first & PLAIN) != 0) {
            int length = (first & 0x7f) + 1;
            if (length >= end - at) {
                return 0;
            }
            expanded.append(source, at + 1, length);
            return 1 + length;
        }
        int runBytes = (first & LONG_REPEAT) != 0 ? 3 : 2;
        if (runBytes > end - at) {
            return 0;
        }
        int second = source[at + 1] & 0xff;
        if (runBytes == 3) {
            int third = source[at + 2] & 0xff;
            expanded.repeat((second << 8 | third) + 1, (first & 0x3f) + 4);
        } else {
            expanded.repeat(((first & 3) << 8 | second) + 1, (first >> 2) + 3);
        }
        return runBytes;
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
