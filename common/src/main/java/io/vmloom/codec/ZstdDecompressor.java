package io.vmloom.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;

/** Any number of zstd frames, skippable ones among them, followed by padding that is ignored. */
final class ZstdDecompressor implements Decompressor {
    private final ZstdDecompressCtx context = new ZstdDecompressCtx();

    @Override
    public int decompress(byte[] source, int offset, int maxLength, byte[] target, int targetOffset, int decodedLength)
            throws CodecException {
        int consumed = 0;
        int decoded = 0;
        try {
            while (decoded < decodedLength) {
                long frame = frameBytes(source, offset + consumed, maxLength - consumed);
                if (frame <= 0 || frame > maxLength - consumed) {
                    throw new CodecException(
                            "zstd stream ends after " + decoded + " of " + decodedLength + " bytes", null);
                }
                decoded += context.decompressByteArray(
                        target, targetOffset + decoded, decodedLength - decoded, source, offset + consumed, (int)
                                frame);
                consumed += (int) frame;
            }
        } catch (ZstdException e) {
            throw new CodecException("zstd stream is damaged after " + decoded + " bytes: " + e.getMessage(), e);
        }
        // The first frame says that it is all, so that no other was looked at.
        return ZstdFrame.isUsual(source, offset, consumed, decodedLength) ? consumed : UNSURE;
    }

    /** Length of the next frame, or at most 0 where none is. The library does not take an empty rest. */
    private static long frameBytes(byte[] source, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        long frame = Zstd.findFrameCompressedSize(source, offset, length);
        return Zstd.isError(frame) ? 0 : frame;
    }

    @Override
    public void close() {
        context.close();
    }
}
