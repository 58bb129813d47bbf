package io.vmloom.queue.kafka;

import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Spreads tasks over queues so that each slot has about as many to choose from, wherever it waits. Queues that no slot
 * serves get none, unless none is served. Thread-safe.
 */
final class QueueChoice {
    private final ToIntFunction<TaskQueue> slots;
    private final List<TaskQueue> queues;

    /** Tasks for each slot, by queue. */
    private final double[] given;

    /** @param slots how many serve a queue now */
    QueueChoice(List<TaskQueue> queues, ToIntFunction<TaskQueue> slots) {
        this.queues = queues;
        this.slots = slots;
        this.given = new double[queues.size()];
    }

    /** The queue that has been given least for each of its slots; it is given one more by this. */
    synchronized TaskQueue next() {
        boolean served = queues.stream().anyMatch(queue -> slots.applyAsInt(queue) > 0);
        int least = -1;
        int leastSlots = 0;
        for (int i = 0; i < given.length; i++) {
            int serving = served ? slots.applyAsInt(queues.get(i)) : 1;
            if (serving > 0 && (least < 0 || given[i] < given[least])) {
                least = i;
                leastSlots = serving;
            }
        }
        double now = given[least];
        given[least] += 1.0 / leastSlots;
        for (int i = 0; i < given.length; i++) {
            // What was not given while nobody served it is not made up for.
            given[i] = Math.max(given[i], now);
        }
        return queues.get(least);
    }
}
