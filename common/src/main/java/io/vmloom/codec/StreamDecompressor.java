package io.vmloom.codec;

import io.airlift.compress.v3.bzip2.BZip2HadoopStreams;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.tukaani.xz.BasicArrayCache;
import org.tukaani.xz.SingleXZInputStream;

/** Expands by a library that gives a stream; never asks it for more than one byte beyond the unit. */
final class StreamDecompressor implements Decompressor {
    /** Enough for a dictionary of 64 MiB, as long as the longest unit. */
    private static final int XZ_MEMORY_KIB = 66 << 10;

    private final String name;
    private final Opener opener;

    private interface Opener {
        InputStream open(InputStream compressed) throws IOException;
    }

    private StreamDecompressor(String name, Opener opener) {
        this.name = name;
        this.opener = opener;
    }

    static StreamDecompressor bzip2() {
        BZip2HadoopStreams streams = new BZip2HadoopStreams();
        return new StreamDecompressor("bzip2", streams::createInputStream);
    }

    static StreamDecompressor xz() {
        BasicArrayCache dictionaries = new BasicArrayCache();
        return new StreamDecompressor(
                "xz", compressed -> new SingleXZInputStream(compressed, XZ_MEMORY_KIB, true, dictionaries));
    }

    @Override
    public int decompress(byte[] source, int offset, int maxLength, byte[] target, int targetOffset, int decodedLength)
            throws CodecException {
        int decoded;
        int more;
        try (InputStream in = opener.open(new ByteArrayInputStream(source, offset, maxLength))) {
            decoded = in.readNBytes(target, targetOffset, decodedLength);
            more = in.read();
        } catch (IOException | IndexOutOfBoundsException e) {
            // The bzip2 decoder leaves some checks to the bounds of its arrays.
            throw new CodecException(name + " stream is damaged: " + e.getMessage(), e);
        }
        if (decoded != decodedLength) {
            throw new CodecException(name + " stream ends after " + decoded + " of " + decodedLength + " bytes", null);
        }
        if (more >= 0) {
            throw new CodecException(name + " stream is longer than " + decodedLength + " bytes", null);
        }
        return UNSURE;
    }

    @Override
    public void close() {
        // What the libraries hold is memory alone.
    }
}
