package io.vmloom.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.util.ZstdVersion;

/** One zstd frame without checksum; the content size stands in the frame. */
final class ZstdCompressor implements Compressor {
    private final ZstdCompressCtx context = new ZstdCompressCtx();
    private final int level;

    ZstdCompressor(int level) {
        this.level = level;
        context.setLevel(level);
    }

    @Override
    public int compress(byte[] source, int offset, int length, byte[] target, int targetOffset, int maxLength) {
        try {
            return context.compressByteArray(target, targetOffset, maxLength, source, offset, length);
        } catch (ZstdException e) {
            if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) {
                return DOES_NOT_FIT;
            }
            throw e;
        }
    }

    @Override
    public String fingerprint() {
        return "zstd-" + ZstdVersion.VERSION + "-" + level;
    }

    @Override
    public void close() {
        context.close();
    }
}
