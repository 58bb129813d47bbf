package io.vmloom.coordinator.manifest;

import io.vmloom.error.RequestException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What becomes of mistakes in a manifest: the first ends the reading, or all are heard. */
sealed interface Complaints {
    /** Comes back if the reading is to go on as though the part in question were not there. */
    void hear(RequestException mistake);

    /** What a part says, or nothing where it is wrong. */
    default <T> Optional<T> about(Supplier<T> part) {
        try {
            return Optional.of(part.get());
        } catch (RequestException mistake) {
            hear(mistake);
            return Optional.empty();
        }
    }

    /** The same of what only looks at something. */
    default void about(Runnable part) {
        try {
            part.run();
        } catch (RequestException mistake) {
            hear(mistake);
        }
    }

    /** For whoever wants the manifest. */
    record First() implements Complaints {
        @Override
        public void hear(RequestException mistake) {
            throw mistake;
        }
    }

    /** For whoever wants the mistakes. */
    record All(List<RequestException> heard) implements Complaints {
        /** More help nobody. */
        private static final int MOST = 1000;

        All() {
            this(new ArrayList<>());
        }

        @Override
        public void hear(RequestException mistake) {
            heard.add(mistake);
            if (heard.size() == MOST) {
                throw new Enough();
            }
        }

        /** In the order of the text. */
        List<RequestException> inOrder() {
            return heard.stream()
                    .sorted(Comparator.comparingInt((RequestException mistake) ->
                                    mistake.place().map(place -> place.line()).orElse(0))
                            .thenComparingInt(mistake ->
                                    mistake.place().map(place -> place.column()).orElse(0)))
                    .toList();
        }
    }

    /** Ends the reading of a manifest that has too many mistakes. */
    final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
