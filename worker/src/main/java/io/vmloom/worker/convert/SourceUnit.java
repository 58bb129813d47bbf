package io.vmloom.worker.convert;

import io.vmloom.codec.Codec;
import java.util.Optional;

/**
 * A whole unit that the source stores compressed: what comes of it and, if it may be taken as it stands, the stream. The
 * arrays stay the caller's and change afterwards.
 *
 * @param bytes whose first {@code lengthBytes} are the guest's
 */
public record SourceUnit(byte[] bytes, int lengthBytes, Optional<Stream> stream) {
    /** Exactly the bytes of one stream, which was expanded to its end; any framing is left out. */
    public record Stream(Codec codec, byte[] bytes, int offset, int lengthBytes) {}
}
