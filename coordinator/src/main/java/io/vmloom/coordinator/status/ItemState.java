package io.vmloom.coordinator.status;

import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemStage;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where an item stands; names are a contract with clients. */
public sealed interface ItemState {
    /** As in answers and reports. */
    String name();

    /** What may come next. */
    Set<ItemState> next();

    static List<ItemState> all() {
        return Stream.<ItemState>concat(Stream.of(Open.values()), Stream.of(Ended.values()))
                .toList();
    }

    /** It has still to end. */
    enum Open implements ItemState {
        /** It had no turn yet. */
        PENDING,
        /** Its source is unpacked, looked at, and compared with a target that is there. */
        INSPECTING,
        /** It is known what there is to do, and nothing of it is done. */
        PLANNED,
        CONVERTING,
        /** The tables of the target are written. */
        STITCHING,
        VERIFYING;

        /** Each may fail, and be tried again. */
        @Override
        public Set<ItemState> next() {
            Set<? extends ItemState> next = switch (this) {
                case PENDING -> Set.of(INSPECTING, Ended.SUCCEEDED, Ended.SKIPPED);
                case INSPECTING -> Set.of(PLANNED, CONVERTING, Ended.SKIPPED, Ended.SUCCEEDED);
                case PLANNED -> Set.of(CONVERTING, INSPECTING);
                case CONVERTING -> Set.of(STITCHING, INSPECTING);
                case STITCHING -> Set.of(VERIFYING, INSPECTING);
                case VERIFYING -> Set.of(Ended.SUCCEEDED, INSPECTING);
            };
            return Stream.concat(next.stream(), Stream.of(Ended.FAILED, Ended.CANCELLED))
                    .collect(Collectors.toUnmodifiableSet());
        }

        /** @param nothingDone whether there is data to convert, and none of it is */
        static Open of(ItemStage stage, boolean nothingDone) {
            return switch (stage) {
                case UNPACKING, INSPECTING -> INSPECTING;
                case CONVERTING -> nothingDone ? PLANNED : CONVERTING;
                case STITCHING -> STITCHING;
                case VERIFYING -> VERIFYING;
            };
        }
    }

    /** For good, unless it failed and somebody has it tried again. */
    enum Ended implements ItemState {
        SUCCEEDED,
        FAILED,
        /** Nothing failed, but it was not to be done any more. */
        CANCELLED,
        /** An equal target was there. */
        SKIPPED;

        @Override
        public Set<ItemState> next() {
            return switch (this) {
                case SUCCEEDED, SKIPPED -> Set.of();
                case FAILED, CANCELLED -> Set.of(Open.PENDING);
            };
        }

        static Ended of(ItemOutcome outcome) {
            return switch (outcome) {
                case ItemOutcome.Succeeded _, ItemOutcome.Assembled _ -> SUCCEEDED;
                case ItemOutcome.Skipped _ -> SKIPPED;
                case ItemOutcome.Failed failed -> failed.stopped() ? CANCELLED : FAILED;
            };
        }
    }

    /** Whether it had its turn and has not ended. */
    default boolean underWay() {
        return this instanceof Open && this != Open.PENDING;
    }
}
