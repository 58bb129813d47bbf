package io.vmloom.telemetry;

import java.util.Map;

/**
 * Where in a trace something was done, as a message carries it to whoever goes on.
 *
 * @param fields of W3C's trace context, such as {@code traceparent}; empty where nothing is traced
 * @see <a href="https://www.w3.org/TR/trace-context/">Trace Context</a>
 */
public record TraceContext(Map<String, String> fields) {
    public static final TraceContext NONE = new TraceContext(Map.of());

    public TraceContext {
        fields = Map.copyOf(fields);
    }
}
