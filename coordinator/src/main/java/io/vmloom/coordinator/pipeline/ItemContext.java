package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.dispatch.Retries;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.state.ItemJournal;
import io.vmloom.store.Stores;
import java.util.Optional;

/**
 * What the steps of one item share.
 *
 * @param whole what the item's target is to be put into
 * @param journal what is made durable of the target's construction
 * @param retries for calls to the stores and the log
 * @param cleaning the same for what happens at the item's end; goes on when the item is cancelled
 */
record ItemContext(
        ConversionRequest request,
        Optional<ConversionRequest> whole,
        Stores stores,
        ItemTasks tasks,
        ItemJournal journal,
        Retries retries,
        Retries cleaning) {}
