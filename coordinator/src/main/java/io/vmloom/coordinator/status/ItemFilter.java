package io.vmloom.coordinator.status;

import io.vmloom.coordinator.job.ConversionRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which items of a batch somebody wants to see.
 *
 * @param text that stands in the name, the source or the target, in whatever case
 */
public record ItemFilter(Predicate<ItemState> state, Optional<String> text) {
    public ItemFilter {
        text = text.map(wanted -> wanted.toLowerCase(Locale.ROOT));
    }

    static ItemFilter of(Predicate<ItemState> state) {
        return new ItemFilter(state, Optional.empty());
    }

    boolean test(ItemState itsState, ConversionRequest request) {
        return state.test(itsState)
                && text.map(wanted -> holds(request.name(), wanted)
                                || holds(request.source().toString(), wanted)
                                || holds(request.target().toString(), wanted))
                        .orElse(true);
    }

    private static boolean holds(String value, String wanted) {
        return value.toLowerCase(Locale.ROOT).contains(wanted);
    }
}
