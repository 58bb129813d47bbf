package io.vmloom.codec;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.deflate.DeflateNativeDecompressor;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Raw deflate. libdeflate first; the JDK's inflate for streams that end without a final block, which qemu accepts as
 * long as the output is full.
 */
final class DeflateDecompressor implements Decompressor {
    private final Optional<DeflateNativeDecompressor> fast =
            DeflateNativeDecompressor.isEnabled() ? Optional.of(new DeflateNativeDecompressor()) : Optional.empty();
    private final Inflater inflater = new Inflater(true);

    @Override
    public void decompress(byte[] source, int offset, int maxLength, byte[] target, int targetOffset, int decodedLength)
            throws CodecException {
        if (!decompressFast(source, offset, maxLength, target, targetOffset, decodedLength)) {
            decompressLenient(source, offset, maxLength, target, targetOffset, decodedLength);
        }
    }

    private boolean decompressFast(
            byte[] source, int offset, int maxLength, byte[] target, int targetOffset, int decodedLength) {
        if (fast.isEmpty()) {
            return false;
        }
        try {
            int decoded = fast.get().decompress(source, offset, maxLength, target, targetOffset, decodedLength);
            return decoded == decodedLength;
        } catch (MalformedInputException | IllegalArgumentException e) {
            return false;
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
