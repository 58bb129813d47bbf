package io.vmloom.telemetry;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.SimpleCollector;
import io.prometheus.client.exporter.common.TextFormat;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The metrics of one process. What belongs to neither of its sides is not kept, so nobody has to ask. Thread-safe. */
public final class Telemetry {
    /** Of {@link #exposition()}. */
    public static final String CONTENT_TYPE = TextFormat.CONTENT_TYPE_004;

    private final CollectorRegistry registry = new CollectorRegistry(true);
    private final Map<Metric, Counter> counters = new EnumMap<>(Metric.class);
    private final Map<Metric, Gauge> gauges = new EnumMap<>(Metric.class);
    private final Map<Metric, Set<List<String>>> replaced = new EnumMap<>(Metric.class);

    private Telemetry(Set<Side> sides) {
        for (Metric metric : Metric.values()) {
            if (sides.stream().anyMatch(metric::on)) {
                switch (metric.kind()) {
                    case COUNTER -> counters.put(metric, registered(metric, Counter.build()));
                    case GAUGE -> gauges.put(metric, registered(metric, Gauge.build()));
                }
            }
        }
    }

    /** Keeps nothing: for commands that nobody scrapes. */
    public static Telemetry none() {
        return new Telemetry(Set.of());
    }

    /** The metrics of these sides and of the JVM. */
    public static Telemetry of(Set<Side> sides) {
        Telemetry telemetry = new Telemetry(sides);
        DefaultExports.register(telemetry.registry);
        return telemetry;
    }

    /** @param labels values in the order of {@link Metric#labels()} */
    public void add(Metric metric, double amount, String... labels) {
        Counter counter = counters.get(metric);
        if (counter != null) {
            counter.labels(labels).inc(amount);
            return;
        }
        Gauge gauge = gauges.get(metric);
        if (gauge != null) {
            gauge.labels(labels).inc(amount);
        }
    }

    /** For gauges. */
    public void set(Metric metric, double value, String... labels) {
        Gauge gauge = gauges.get(metric);
        if (gauge != null) {
            gauge.labels(labels).set(value);
        }
    }

    /** For gauges that tell of things that come and go: these values, and no others from now on. */
    public synchronized void replace(Metric metric, Map<List<String>, Double> values) {
        Gauge gauge = gauges.get(metric);
        if (gauge != null) {
            Set<List<String>> gone = new HashSet<>(replaced.getOrDefault(metric, Set.of()));
            gone.removeAll(values.keySet());
            gone.forEach(labels -> gauge.remove(labels.toArray(String[]::new)));
            values.forEach((labels, value) ->
                    gauge.labels(labels.toArray(String[]::new)).set(value));
            replaced.put(metric, Set.copyOf(values.keySet()));
        }
    }

    /** Everything in Prometheus' text format. */
    public String exposition() {
        StringWriter text = new StringWriter();
        try {
            TextFormat.write004(text, registry.metricFamilySamples());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private <C extends SimpleCollector<?>> C registered(Metric metric, SimpleCollector.Builder<?, C> builder) {
        builder.name(metric.exposedName());
        builder.help(metric.help());
        builder.labelNames(metric.labels().toArray(String[]::new));
        return builder.register(registry);
    }
}
