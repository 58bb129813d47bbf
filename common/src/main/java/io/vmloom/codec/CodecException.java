package io.vmloom.codec;

import org.jspecify.annotations.Nullable;

/** Bytes that are no valid compressed unit. The caller knows the file and offset and turns it into a refusal. */
public final class CodecException extends Exception {
    private static final long serialVersionUID = 1L;

    public CodecException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
