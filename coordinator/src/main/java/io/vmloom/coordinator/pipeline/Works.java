package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.dispatch.Work;
import java.util.Iterator;
import java.util.function.Function;

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
}
