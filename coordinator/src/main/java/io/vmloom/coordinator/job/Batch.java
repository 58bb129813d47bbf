package io.vmloom.coordinator.job;

import java.util.List;

/**
 * Images to be converted together.
 *
 * @param id unique; begins the id of each of its items, followed by a dash
 */
public record Batch(String id, String name, BatchTerms terms, List<ConversionRequest> items) {
    /** On the usual terms. */
    public Batch(String id, String name, List<ConversionRequest> items) {
        this(id, name, BatchTerms.DEFAULT, items);
    }

    public Batch {
        items = List.copyOf(items);
        for (ConversionRequest item : items) {
            if (!item.id().startsWith(id + "-")) {
                throw new IllegalArgumentException("ids of items must begin with '" + id + "-', got: " + item.id());
            }
        }
    }
}
