package io.vmloom.coordinator.app;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;

/**
 * Which item of a batch may begin next: in the batch's order, but what is made of other items only when they have ended, however
 * they did.
 */
final class BeginOrder {
    private final List<ConversionRequest> items;
    private final Queue<Integer> ready = new PriorityQueue<>();
    private final Map<Integer, Set<String>> lacking = new HashMap<>();
    private final Map<String, List<Integer>> madeOf = new HashMap<>();
    private final Map<String, ItemOutcome> outcomes = new HashMap<>();

    /** @param over outcomes by the numbers of items that have nothing left to do */
    BeginOrder(List<ConversionRequest> items, Map<Integer, ItemOutcome> over) {
        this.items = items;
        for (int number = 0; number < items.size(); number++) {
            for (String part : items.get(number).making().items()) {
                madeOf.computeIfAbsent(part, _ -> new ArrayList<>()).add(number);
            }
        }
        over.forEach((number, outcome) -> keep(items.get(number).id(), outcome));
        for (int number = 0; number < items.size(); number++) {
            if (!over.containsKey(number)) {
                await(number);
            }
        }
    }

    private void await(int number) {
        Set<String> parts = new HashSet<>(items.get(number).making().items());
        parts.removeAll(outcomes.keySet());
        if (parts.isEmpty()) {
            ready.add(number);
        } else {
            lacking.put(number, parts);
        }
    }

    /** Its number, once; empty when none may begin now. */
    Optional<Integer> next() {
        return Optional.ofNullable(ready.poll());
    }

    /** What is made of it may begin, if it was the last. */
    void ended(String item, ItemOutcome outcome) {
        keep(item, outcome);
        for (int number : madeOf.getOrDefault(item, List.of())) {
            Set<String> parts = lacking.getOrDefault(number, Set.of());
            if (parts.remove(item) && parts.isEmpty()) {
                lacking.remove(number);
                ready.add(number);
            }
        }
    }

    /** What became of the items that this one is made of, by their ids. */
    Map<String, ItemOutcome> parts(ConversionRequest item) {
        Map<String, ItemOutcome> parts = new HashMap<>();
        item.making()
                .items()
                .forEach(id -> Optional.ofNullable(outcomes.get(id)).ifPresent(outcome -> parts.put(id, outcome)));
        return parts;
    }

    /** What the target of this one only waits to be put into. */
    Optional<ConversionRequest> whole(ConversionRequest item) {
        return madeOf.getOrDefault(item.id(), List.of()).stream()
                .map(items::get)
                .filter(made -> made.making().parts().contains(item.target()))
                .findFirst();
    }

    private void keep(String item, ItemOutcome outcome) {
        if (madeOf.containsKey(item)) {
            outcomes.put(item, outcome);
        }
    }
}
