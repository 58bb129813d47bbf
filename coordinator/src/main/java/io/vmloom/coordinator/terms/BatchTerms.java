package io.vmloom.coordinator.terms;

import io.vmloom.tenant.Tenants;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The terms of one batch.
 *
 * @param tenant whose it is
 * @param clientToken by which a submission that is sent again is known
 * @param deadline when items that have not ended are given up
 * @param tags for people and their tools; mean nothing here
 * @param confirmationRequired whether somebody has to say go after all items have been looked at
 * @param windows when work may be given out; always if there are none
 * @param report where the report is put when the batch has ended
 */
public record BatchTerms(
        String tenant,
        Optional<ClientToken> clientToken,
        Priority priority,
        Optional<Instant> deadline,
        Map<String, String> tags,
        boolean confirmationRequired,
        BatchLimits limits,
        Tolerance tolerance,
        RetryTerms retry,
        List<TimeWindow> windows,
        Optional<ReportPlace> report,
        List<Webhook> webhooks) {
    public static final BatchTerms DEFAULT = of(Tenants.USUAL);

    public BatchTerms {
        tags = Map.copyOf(tags);
        windows = List.copyOf(windows);
        webhooks = List.copyOf(webhooks);
    }

    /** The usual ones, of a tenant. */
    public static BatchTerms of(String tenant) {
        return new BatchTerms(
                tenant,
                Optional.empty(),
                Priority.USUAL,
                Optional.empty(),
                Map.of(),
                false,
                BatchLimits.NONE,
                Tolerance.ALL,
                RetryTerms.DEFAULT,
                List.of(),
                Optional.empty(),
                List.of());
    }

    /** Whether work may be given out at a moment. */
    public boolean openAt(Instant now) {
        return windows.isEmpty() || windows.stream().anyMatch(window -> window.contains(now));
    }
}
