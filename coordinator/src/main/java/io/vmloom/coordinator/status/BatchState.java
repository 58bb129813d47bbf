package io.vmloom.coordinator.status;

import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.terms.BatchTerms;
import io.vmloom.error.ErrorCode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Where a batch stands; names are a contract with clients. */
public sealed interface BatchState {
    /** As in answers and reports. */
    String name();

    /** What may come next. */
    Set<BatchState> next();

    static List<BatchState> all() {
        return Stream.<BatchState>concat(Stream.of(Open.values()), Stream.of(Ended.values()))
                .toList();
    }

    /** It has still to end. */
    enum Open implements BatchState {
        /** It is recorded. */
        NEW,
        /** Its items are looked at, for somebody who has to say go. */
        PREPARING,
        /** Somebody has to say go. */
        SUSPENDED,
        /** None of its items had its turn yet. */
        READY,
        /** Items are under way. */
        ACTIVE,
        /** Nothing more of it is given out until somebody resumes it. */
        PAUSED,
        /** Somebody cancelled it; what was begun is being removed. */
        CANCELLING;

        @Override
        public Set<BatchState> next() {
            return switch (this) {
                case NEW -> Set.of(PREPARING, READY, PAUSED, CANCELLING);
                case PREPARING -> Set.of(SUSPENDED, CANCELLING);
                case SUSPENDED -> Set.of(READY, PAUSED, CANCELLING);
                case READY -> Set.of(ACTIVE, PAUSED, CANCELLING, Ended.COMPLETE, Ended.FAILED);
                case ACTIVE -> Set.of(PAUSED, CANCELLING, Ended.COMPLETE, Ended.FAILED);
                case PAUSED -> Set.of(READY, ACTIVE, CANCELLING, Ended.COMPLETE, Ended.FAILED);
                case CANCELLING -> Set.copyOf(EnumSet.allOf(Ended.class));
            };
        }
    }

    /** Every item has ended. */
    enum Ended implements BatchState {
        /** No more items failed than are tolerated. */
        COMPLETE,
        /** More failed, or some were given up. */
        FAILED,
        CANCELLED;

        /** What a batch on these terms comes to. */
        public static Ended of(BatchTerms terms, List<ItemReport> reports) {
            List<ItemOutcome.Failed> failures = reports.stream()
                    .map(ItemReport::outcome)
                    .filter(ItemOutcome.Failed.class::isInstance)
                    .map(ItemOutcome.Failed.class::cast)
                    .toList();
            if (failures.stream().anyMatch(failure -> failure.code() == ErrorCode.CANCELLED)) {
                return CANCELLED;
            }
            boolean stopped = failures.stream().anyMatch(ItemOutcome.Failed::stopped);
            int failed = Math.toIntExact(
                    failures.stream().filter(failure -> !failure.follows()).count());
            return !stopped && terms.tolerance().takes(failed, reports.size()) ? COMPLETE : FAILED;
        }

        /** Failed items may be tried again. */
        @Override
        public Set<BatchState> next() {
            return switch (this) {
                case COMPLETE, FAILED, CANCELLED -> Set.of(Open.READY);
            };
        }
    }
}
