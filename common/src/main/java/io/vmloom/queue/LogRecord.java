package io.vmloom.queue;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One entry of a {@link RecordLog}: only the last one of a key counts.
 *
 * @param value empty when nothing is to be known of the key any more
 */
public record LogRecord(String key, Optional<ByteBuffer> value) {
    public LogRecord {
        value = value.map(ByteBuffer::asReadOnlyBuffer);
    }

    public static LogRecord of(String key, byte[] value) {
        return new LogRecord(key, Optional.of(ByteBuffer.wrap(value)));
    }

    public static LogRecord forget(String key) {
        return new LogRecord(key, Optional.empty());
    }

    /** A copy of the value's bytes. */
    public Optional<byte[]> bytes() {
        return value.map(buffer -> {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        });
    }
}
