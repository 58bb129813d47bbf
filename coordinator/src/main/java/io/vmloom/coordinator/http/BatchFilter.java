package io.vmloom.coordinator.http;

import io.vmloom.coordinator.status.BatchState;
import io.vmloom.coordinator.status.BatchStatus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Which batches somebody wants to see.
 *
 * @param text that stands in the name, the id or a tag, in whatever case
 */
record BatchFilter(Optional<BatchState> state, Optional<String> tenant, Optional<String> text) {
    /** Throws {@link io.vmloom.error.RequestException}. */
    static BatchFilter of(Query query) {
        return new BatchFilter(query.batchState(), query.filter("tenant"), query.filter("text"));
    }

    boolean test(BatchStatus batch) {
        return state.map(batch.state()::equals).orElse(true)
                && tenant.map(batch.tenant()::equals).orElse(true)
                && text.map(wanted -> wanted.toLowerCase(Locale.ROOT))
                        .map(wanted -> holds(batch.name(), wanted)
                                || holds(batch.id(), wanted)
                                || batch.terms().tags().entrySet().stream()
                                        .anyMatch(tag -> holds(tag.getKey() + "=" + tag.getValue(), wanted)))
                        .orElse(true);
    }

    /** The same as parameters of a query, each after an ampersand. */
    String query() {
        return parameter("state", state.map(BatchState::name)) + parameter("tenant", tenant) + parameter("text", text);
    }

    private static String parameter(String name, Optional<String> value) {
        return value.map(text -> "&" + name + "=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                .orElse("");
    }

    private static boolean holds(String value, String wanted) {
        return value.toLowerCase(Locale.ROOT).contains(wanted);
    }
}
