package io.vmloom.error;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A wrong argument, option or manifest; nothing was started. */
public final class RequestException extends ConversionException {
    private static final long serialVersionUID = 1L;

    private final @Nullable TextPlace place;

    public RequestException(String message) {
        super(ErrorCode.REQUEST_INVALID, message, null);
        this.place = null;
    }

    /** Of something in a text; the message begins with the place. */
    public RequestException(TextPlace place, String problem) {
        super(ErrorCode.REQUEST_INVALID, place + ": " + problem, null);
        this.place = place;
    }

    /** Where it stands, if it is about a text. */
    public Optional<TextPlace> place() {
        return Optional.ofNullable(place);
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
