package io.vmloom.codec;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Raw deflate. libdeflate first; the JDK's inflate for streams that end without a final block, which qemu accepts as
 * long as the output is full.
 */
final class DeflateDecompressor implements Decompressor {
    private final Optional<Fast> fast = Libdeflate.instance().map(Fast::new);
    private final Inflater inflater = new Inflater(true);

    @Override
    public int decompress(byte[] source, int offset, int maxLength, byte[] target, int targetOffset, int decodedLength)
            throws CodecException {
        if (fast.isPresent()) {
            int streamBytes = fast.get().decompress(source, offset, maxLength, target, targetOffset, decodedLength);
            if (streamBytes != UNSURE) {
                return streamBytes;
            }
        }
        decompressLenient(source, offset, maxLength, target, targetOffset, decodedLength);
        // What the stricter library does not take is not usual.
        return fast.isEmpty() && inflater.finished() ? Math.toIntExact(inflater.getBytesRead()) : UNSURE;
    }

    /** libdeflate, and what it works with. */
    private static final class Fast {
        private final Libdeflate library;
        private final MemorySegment decompressor;
        private final MemorySegment streamBytes = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG);

        Fast(Libdeflate library) {
            this.library = library;
            this.decompressor = library.decompressor();
        }

        int decompress(byte[] source, int offset, int maxLength, byte[] target, int targetOffset, int decodedLength) {
            return library.decompress(
                    decompressor,
                    MemorySegment.ofArray(source).asSlice(offset, maxLength),
                    MemorySegment.ofArray(target).asSlice(targetOffset, decodedLength),
                    streamBytes);
        }
    }

    private void decompressLenient(
            byte[] source, int offset, int maxLength, byte[] target, int targetOffset, int decodedLength)
            throws CodecException {
        inflater.reset();
        inflater.setInput(source, offset, maxLength);
        int decoded = 0;
        try {
            while (decoded < decodedLength && !inflater.finished()) {
                int count = inflater.inflate(target, targetOffset + decoded, decodedLength - decoded);
                if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    break;
                }
                decoded += count;
            }
        } catch (DataFormatException e) {
            throw new CodecException(
                    "deflate stream is damaged after " + inflater.getBytesWritten() + " bytes of output", e);
        }
        if (decoded != decodedLength) {
            throw new CodecException("deflate stream ends after " + decoded + " of " + decodedLength + " bytes", null);
        }
        byte[] more = new byte[1];
        try {
            if (!inflater.finished() && inflater.inflate(more, 0, 1) > 0) {
                throw new CodecException("deflate stream is longer than " + decodedLength + " bytes", null);
            }
        } catch (DataFormatException e) {
            throw new CodecException(
                    "deflate stream is damaged after " + inflater.getBytesWritten() + " bytes of output", e);
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
