package io.vmloom.coordinator.state;

import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.terms.Priority;
import io.vmloom.fragment.TaskResult;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Upload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Something that happened to a batch or to one of its items, or is about to happen. */
public sealed interface StateRecord {
    StateKey key();

    record BatchSubmitted(Batch batch, Instant at) implements StateRecord {
        @Override
        public StateKey key() {
            return StateKey.ofBatch(batch.id(), "submitted");
        }
    }

    /** Items that have not ended end as cancelled. */
    record CancelRequested(String batch, Instant at) implements StateRecord {
        @Override
        public StateKey key() {
            return StateKey.ofBatch(batch, "cancelled");
        }
    }

    /** Nothing more is given out; forgotten when somebody resumes it. */
    record PauseRequested(String batch, Instant at) implements StateRecord {
        @Override
        public StateKey key() {
            return keyOf(batch);
        }

        public static StateKey keyOf(String batch) {
            return StateKey.ofBatch(batch, "paused");
        }
    }

    /** Somebody said go, where somebody has to. */
    record Confirmed(String batch, Instant at) implements StateRecord {
        @Override
        public StateKey key() {
            return StateKey.ofBatch(batch, "confirmed");
        }
    }

    record Prioritized(String batch, Priority priority) implements StateRecord {
        @Override
        public StateKey key() {
            return StateKey.ofBatch(batch, "priority");
        }
    }

    /**
     * What failed is tried once more.
     *
     * @param times counts from 1
     */
    record Reopened(String batch, int times) implements StateRecord {
        @Override
        public StateKey key() {
            return StateKey.ofBatch(batch, "reopened");
        }
    }

    /** Every item has ended. */
    record BatchEnded(String batch, Instant at) implements StateRecord {
        @Override
        public StateKey key() {
            return StateKey.ofBatch(batch, "ended");
        }
    }

    /**
     * Nobody has to be told of the end any more.
     *
     * @param webhook its place in the batch's terms, from 0
     * @param taken whether the receiver took it, or it was given up
     */
    record EndTold(String batch, int webhook, boolean taken, Instant at) implements StateRecord {
        @Override
        public StateKey key() {
            return keyOf(batch, webhook);
        }

        static StateKey keyOf(String batch, int webhook) {
            return StateKey.ofBatch(batch, "told/" + webhook);
        }
    }

    /** What belongs to one item. */
    sealed interface OfItem extends StateRecord {
        String item();
    }

    /**
     * A coordinator takes the item up, before it gives out a task.
     *
     * @param run counts from 0; names of tasks contain it, so that no two runs make equal ones
     */
    record ItemStarted(String item, int run) implements OfItem {
        @Override
        public StateKey key() {
            return StateKey.ofItem(item, "started");
        }
    }

    /**
     * The target's construction begins.
     *
     * @param generation of the tasks that convert its ranges
     * @param members the source's pinned versions
     * @param planFingerprint changes whenever fragments of one plan would not fit another
     */
    record ItemBegun(String item, int generation, List<ObjectVersion> members, String planFingerprint)
            implements OfItem {
        public ItemBegun {
            members = List.copyOf(members);
        }

        @Override
        public StateKey key() {
            return StateKey.ofItem(item, "begun");
        }
    }

    /**
     * An upload is about to be created, or was.
     *
     * @param name of the object among those of the item
     * @param foreign ids of uploads that stood under the key before
     * @param uploadId empty until it is known
     * @param strays whether there may be uploads of the item that nobody knows by their id
     */
    record UploadBegun(
            String item,
            String name,
            Location.InBucket target,
            Set<String> foreign,
            Optional<String> uploadId,
            boolean strays)
            implements OfItem {
        public UploadBegun {
            foreign = Set.copyOf(foreign);
        }

        public Optional<Upload> upload() {
            return uploadId.map(id -> new Upload(target, id));
        }

        @Override
        public StateKey key() {
            return StateKey.ofItem(item, "upload/" + name);
        }
    }

    /** A range is done; its task is not given out again. */
    record RangeAccepted(TaskResult.Converted result) implements OfItem {
        @Override
        public String item() {
            return result.id().item();
        }

        @Override
        public StateKey key() {
            return keyOf(item(), result.id().index());
        }

        static StateKey keyOf(String item, int range) {
            return StateKey.ofItem(item, "range/" + range);
        }
    }

    /**
     * An object is about to become complete.
     *
     * @param partsHash of the parts that it is to have
     */
    record Completing(String item, String name, Location.InBucket target, String partsHash) implements OfItem {
        @Override
        public StateKey key() {
            return StateKey.ofItem(item, "completing/" + name);
        }
    }

    /** What became of the item; what it left in stores is about to be removed. */
    record ItemEnded(String item, ItemOutcome outcome, Duration took) implements OfItem {
        @Override
        public StateKey key() {
            return StateKey.ofItem(item, "ended");
        }
    }
}
