package io.vmloom.coordinator.manifest;

import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.terms.BatchTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A batch as people write it; read by {@link ManifestReader}.
 *
 * @param name for people; letters, digits, dots, dashes and underscores
 * @param dryRun whether it is only to be said what would be done
 */
public record Manifest(String name, BatchTerms terms, boolean dryRun, List<Seed> seeds, List<ManifestItem> items) {
    /** The only version there is. */
    public static final String API_VERSION = "vmloom.io/v1";

    /** How messages call the manifest itself. */
    static final String WHOLE = "the manifest";

    public Manifest {
        seeds = List.copyOf(seeds);
        items = List.copyOf(items);
    }

    /** Where its batch must be kept; anywhere if it has no token. */
    public OptionalInt partition() {
        return terms.clientToken()
                .map(token -> OptionalInt.of(BatchIds.partition(BatchIds.ofToken(terms.tenant(), token.text()))))
                .orElse(OptionalInt.empty());
    }

    /** How many machines have to be looked at before there can be a batch. */
    public long machines() {
        return items.stream().filter(ManifestItem::isMachine).count();
    }

    Manifest with(List<ManifestItem> others) {
        return new Manifest(name, terms, dryRun, seeds, others);
    }

    /**
     * The batch under an id; its items are numbered in the manifest's order.
     *
     * @throws IllegalStateException when there are machines that no {@link MachineExpansion} has seen
     */
    public Batch batch(String id) {
        List<ConversionRequest> requests = new ArrayList<>();
        for (ManifestItem item : items) {
            requests.addAll(item.requests(id, requests.size()));
        }
        return new Batch(id, name, terms, requests);
    }
}
