package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.dispatch.Work;
import io.vmloom.error.InternalException;
import io.vmloom.fragment.TaskResult;
import io.vmloom.store.FileRange;
import io.vmloom.task.Task;
import io.vmloom.task.TaskKind;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/** Has workers digest bytes as they are, each run of them by one worker. */
final class HashStep {
    private HashStep() {}

    /**
     * The SHA-256 of each range, in hexadecimal.
     *
     * @param progress hears how many more bytes are done
     */
    static List<String> run(ItemTasks tasks, List<FileRange> ranges, LongConsumer progress) {
        int generation = tasks.nextGeneration();
        SortedMap<Integer, String> found = new TreeMap<>();
        tasks.board()
                .run(
                        Works.map(
                                IntStream.range(0, ranges.size()).iterator(),
                                number -> new Work(
                                        number,
                                        ranges.get(number).lengthBytes(),
                                        attempt -> new Task.Hash(
                                                tasks.id(generation, TaskKind.HASH, number, attempt),
                                                ranges.get(number)))),
                        results -> results.forEach(result -> {
                            TaskResult.Hashed hashed = hashed(result);
                            found.put(hashed.id().index(), hashed.sha256());
                            progress.accept(hashed.stats().sourceBytes());
                        }));
        return List.copyOf(found.values());
    }

    private static TaskResult.Hashed hashed(TaskResult result) {
        if (result instanceof TaskResult.Hashed hashed) {
            return hashed;
        }
        throw new InternalException(
                "a request for a SHA-256 was answered by " + result.getClass().getSimpleName(), null);
    }
}
