package io.vmloom.coordinator.http;

import io.vertx.ext.web.RoutingContext;
import io.vmloom.coordinator.status.BatchState;
import io.vmloom.coordinator.status.ItemState;
import io.vmloom.error.RequestException;
import java.util.List;
import java.util.Optional;

/** What stands behind the question mark; throws {@link RequestException}. */
record Query(RoutingContext request) {
    Optional<String> text(String name) {
        List<String> values = request.queryParam(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }

    boolean flag(String name) {
        return switch (text(name).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            case String other ->
                throw new RequestException("query parameter " + name + " must be true or false, got: '" + other + "'");
        };
    }

    int number(String name, int least, int most, int usual) {
        return text(name).map(text -> number(name, text, least, most)).orElse(usual);
    }

    /** As text; what is empty is not there. */
    Optional<String> filter(String name) {
        return text(name).map(String::strip).filter(wanted -> !wanted.isEmpty());
    }

    Optional<BatchState> batchState() {
        return filter("state")
                .map(text -> BatchState.all().stream()
                        .filter(state -> state.name().equalsIgnoreCase(text))
                        .findFirst()
                        .orElseThrow(() -> new RequestException(
                                "query parameter state must be one of " + BatchState.all() + ", got: '" + text + "'")));
    }

    Optional<ItemState> state() {
        return filter("state")
                .map(text -> ItemState.all().stream()
                        .filter(state -> state.name().equalsIgnoreCase(text))
                        .findFirst()
                        .orElseThrow(() -> new RequestException(
                                "query parameter state must be one of " + ItemState.all() + ", got: '" + text + "'")));
    }

    private static int number(String name, String text, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new RequestException("query parameter " + name + " must be a number from " + least + " to " + most
                + ", got: '" + text + "'");
    }
}
