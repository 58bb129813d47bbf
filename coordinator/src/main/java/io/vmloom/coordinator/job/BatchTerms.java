package io.vmloom.coordinator.job;

import io.vmloom.tenant.Tenants;

/**
 * What a batch says of itself as a whole.
 *
 * @param tenant whose it is
 */
public record BatchTerms(String tenant) {
    /** Where nothing is said. */
    public static final BatchTerms DEFAULT = new BatchTerms(Tenants.USUAL);
}
