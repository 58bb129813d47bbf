package io.vmloom.coordinator.app;

import io.vmloom.fragment.TaskResult;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Stores;
import io.vmloom.task.Task;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;

/** Makes workers that make their results up. */
@FunctionalInterface
public interface WorkerRehearsal {
    /**
     * @param stores where content goes that may be forgotten
     * @param reads hears which file would be read, how many bytes at once
     * @param compressedTo which part of its length is left of data that is compressed
     */
    Function<Task, TaskResult> of(Stores stores, ObjLongConsumer<ObjectVersion> reads, double compressedTo);
}
