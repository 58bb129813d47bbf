package io.vmloom.layout;

/**
 * A run of bytes of a staged segment.
 *
 * @param segment its number, from 0
 * @param offset where the run begins in the segment
 */
public record SegmentSpan(int segment, long offset, long lengthBytes) {
    public SegmentSpan {
        if (segment < 0 || offset < 0 || lengthBytes < 1) {
            throw new IllegalArgumentException("a span of a segment must hold bytes, got: segment " + segment + " at 0x"
                    + Long.toHexString(offset) + ", " + lengthBytes + " bytes");
        }
    }
}
