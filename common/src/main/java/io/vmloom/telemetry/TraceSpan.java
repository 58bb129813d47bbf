package io.vmloom.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;

/** Something that is done by this thread, from its making until it is closed; what is begun meanwhile is part of it. */
public final class TraceSpan implements AutoCloseable {
    private final Span span;
    private final Scope scope;

    @SuppressWarnings("MustBeClosedChecker") // closed with the span
    TraceSpan(Span span) {
        this.span = span;
        this.scope = span.makeCurrent();
    }

    public TraceSpan set(String key, String value) {
        span.setAttribute(key, value);
        return this;
    }

    public TraceSpan set(String key, long value) {
        span.setAttribute(key, value);
        return this;
    }

    /** It came to nothing. */
    public void fail(String reason) {
        span.setStatus(StatusCode.ERROR, reason);
    }

    /** On the thread that began it, after all that was begun since. */
    @Override
    public void close() {
        scope.close();
        span.end();
    }
}
