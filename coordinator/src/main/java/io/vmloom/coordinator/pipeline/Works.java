package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.dispatch.Work;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Makes work as it is asked for, so that the ranges of a large disk are never all in memory. */
final class Works {
    private Works() {}

    static <T> Iterator<Work> map(Iterator<T> items, Function<? super T, Work> work) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public Work next() {
                return work.apply(items.next());
            }
        };
    }

    /** Only the items that pass; looks one ahead. */
    static <T> Iterator<T> filter(Iterator<T> items, Predicate<? super T> test) {
        return new Iterator<>() {
            private Optional<T> next = advance();

            @Override
            public boolean hasNext() {
                return next.isPresent();
            }

            @Override
            public T next() {
                T item = next.orElseThrow();
                next = advance();
                return item;
            }

            private Optional<T> advance() {
                while (items.hasNext()) {
                    T item = items.next();
                    if (test.test(item)) {
                        return Optional.of(item);
                    }
                }
                return Optional.empty();
            }
        };
    }
}
