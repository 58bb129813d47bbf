package io.vmloom.coordinator.estimate;

import java.util.List;

/**
 * What a batch would take.
 *
 * @param items in the batch's order
 * @param around what the batch takes besides its items
 * @param rates that times are estimated by
 */
public record Estimate(String name, List<ItemEstimate> items, Effort around, Throughput rates) {
    public Estimate {
        items = List.copyOf(items);
    }

    public Effort total() {
        return items.stream().map(ItemEstimate::effort).reduce(around, Effort::plus);
    }

    public long count(Expectation expectation) {
        return items.stream().filter(item -> item.expectation() == expectation).count();
    }

    /**
     * About how long it takes with so many workers: work is divided evenly, an item's only as far as it has ranges, and
     * all bytes pass through the workers' network if that has a rate.
     */
    public double seconds(int workers) {
        double slots = (double) workers * rates.slotsPerWorker();
        double longest = items.stream()
                .mapToDouble(item -> item.effort().slotSeconds() / Math.clamp(item.ranges(), 1, slots))
                .max()
                .orElse(0);
        double even = total().slotSeconds() / slots;
        long bytes = total().requests().readBytes() + total().requests().writtenBytes();
        double network = rates.networkMebibytes() == 0 ? 0 : bytes / (rates.networkMebibytes() * (1 << 20) * workers);
        return Math.max(network, Math.max(longest, even));
    }
}
