package io.vmloom.codec;

import io.airlift.compress.v3.deflate.DeflateNativeCompressor;

/** Raw deflate by libdeflate, whose bytes are the same on every processor. */
final class LibdeflateCompressor implements Compressor {
    private static final String VERSION = "libdeflate-aircompressor-3.14";

    private final DeflateNativeCompressor nativeCompressor;
    private final int level;
    private byte[] scratch = new byte[0];

    LibdeflateCompressor(int level) {
        this.level = level;
        this.nativeCompressor = new DeflateNativeCompressor(level);
    }

    @Override
    public int compress(byte[] source, int offset, int length, byte[] target, int targetOffset, int maxLength) {
        int bound = nativeCompressor.maxCompressedLength(length);
        if (maxLength >= bound) {
            return nativeCompressor.compress(source, offset, length, target, targetOffset, maxLength);
        }
        if (scratch.length < bound) {
            scratch = new byte[bound];
        }
        int compressed = nativeCompressor.compress(source, offset, length, scratch, 0, scratch.length);
        if (compressed > maxLength) {
            return DOES_NOT_FIT;
        }
        System.arraycopy(scratch, 0, target, targetOffset, compressed);
        return compressed;
    }

    @Override
    public String fingerprint() {
        return VERSION + "-" + level;
    }

    @Override
    public void close() {
        // The library frees the native state when this object is collected.
    }
}
