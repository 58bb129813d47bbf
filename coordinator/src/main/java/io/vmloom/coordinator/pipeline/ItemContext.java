package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.dispatch.Retries;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.store.Stores;

/**
 * What the steps of one item share.
 *
 * @param retries for calls to the stores
 * @param cleaning the same for what is removed at the item's end; goes on when the item is cancelled
 */
record ItemContext(ConversionRequest request, Stores stores, ItemTasks tasks, Retries retries, Retries cleaning) {}
