package io.vmloom.codec;

import java.util.zip.Deflater;

/** Raw deflate by the JDK, for platforms that libdeflate has no binary for. */
final class JdkDeflateCompressor implements Compressor {
    private static final int HIGHEST_LEVEL = 9;

    private final Deflater deflater;
    private final int level;

    JdkDeflateCompressor(int level) {
        this.level = Math.min(level, HIGHEST_LEVEL);
        this.deflater = new Deflater(this.level, true);
    }

    @Override
    public int compress(byte[] source, int offset, int length, byte[] target, int targetOffset, int maxLength) {
        deflater.reset();
        deflater.setInput(source, offset, length);
        deflater.finish();
        int written = 0;
        while (!deflater.finished() && written < maxLength) {
            written += deflater.deflate(target, targetOffset + written, maxLength - written);
        }
        return deflater.finished() ? written : DOES_NOT_FIT;
    }

    @Override
    public String fingerprint() {
        return "jdk-zlib-" + Runtime.version().feature() + "-" + level;
    }

    @Override
    public void close() {
        deflater.end();
    }
}
