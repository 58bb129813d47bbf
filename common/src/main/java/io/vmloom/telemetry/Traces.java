package io.vmloom.telemetry;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Spans, for the OpenTelemetry SDK that the process was started with; without one, as usual, nothing is kept. */
public final class Traces {
    private static final String NAME = "io.vmloom";

    private static final TextMapGetter<Map<String, String>> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    };

    private Traces() {}

    /** Part of what this thread is doing, or the beginning of a trace. */
    public static TraceSpan begin(String name) {
        return new TraceSpan(
                GlobalOpenTelemetry.getTracer(NAME).spanBuilder(name).startSpan());
    }

    /** Goes on with what somebody else began, and sent a message about. */
    public static TraceSpan goOn(String name, TraceContext sender) {
        Context parent = GlobalOpenTelemetry.getPropagators()
                .getTextMapPropagator()
                .extract(Context.root(), sender.fields(), GETTER);
        return new TraceSpan(GlobalOpenTelemetry.getTracer(NAME)
                .spanBuilder(name)
                .setParent(parent)
                .setSpanKind(SpanKind.CONSUMER)
                .startSpan());
    }

    /** What a message has to carry that this thread sends. */
    public static TraceContext current() {
        Map<String, String> fields = new HashMap<>();
        GlobalOpenTelemetry.getPropagators()
                .getTextMapPropagator()
                .inject(Context.current(), fields, (carrier, key, value) -> {
                    if (carrier != null) {
                        carrier.put(key, value);
                    }
                });
        return fields.isEmpty() ? TraceContext.NONE : new TraceContext(fields);
    }
}
