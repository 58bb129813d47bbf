package io.vmloom.coordinator.status;

import io.vmloom.coordinator.job.ItemStage;
import java.time.Duration;

/**
 * How far an item is, or came, in one stage.
 *
 * @param doneBytes source data bytes finished
 * @param totalBytes source data bytes known, 0 where that has no meaning
 */
public record StageProgress(ItemStage stage, long doneBytes, long totalBytes, Duration took) {}
