package io.vmloom.coordinator.job;

import io.vmloom.coordinator.terms.BatchTerms;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Images to be converted together, and machines to be made of some of them.
 *
 * @param id unique; begins the id of each of its items, followed by a dash
 */
public record Batch(String id, String name, BatchTerms terms, List<ConversionRequest> items) {
    public Batch {
        items = List.copyOf(items);
        Set<String> before = new HashSet<>();
        for (ConversionRequest item : items) {
            if (!before.containsAll(item.making().items())) {
                throw new IllegalArgumentException("what " + item.id() + " is made of must stand before it, got: "
                        + item.making().items());
            }
            before.add(item.id());
            if (!item.id().startsWith(id + "-")) {
                throw new IllegalArgumentException("ids of items must begin with '" + id + "-', got: " + item.id());
            }
        }
    }

    /** On the usual terms. */
    public Batch(String id, String name, List<ConversionRequest> items) {
        this(id, name, BatchTerms.DEFAULT, items);
    }
}
