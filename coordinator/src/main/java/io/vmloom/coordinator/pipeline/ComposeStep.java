package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.dispatch.Work;
import io.vmloom.error.InternalException;
import io.vmloom.fragment.TaskResult;
import io.vmloom.store.PartReceipt;
import io.vmloom.task.Piece;
import io.vmloom.task.Task;
import io.vmloom.task.TaskKind;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Has workers put parts together. */
final class ComposeStep {
    private ComposeStep() {}

    /**
     * @param pieces of each part
     * @param partNumbers of the same parts
     */
    static void run(
            ItemContext item,
            FragmentUpload upload,
            List<List<Piece>> pieces,
            List<Integer> partNumbers,
            Consumer<PartReceipt> accept) {
        int generation = item.tasks().nextGeneration();
        item.tasks()
                .board()
                .run(
                        Works.map(
                                IntStream.range(0, partNumbers.size()).iterator(),
                                number -> new Work(
                                        number,
                                        pieces.get(number).stream()
                                                .mapToLong(Piece::lengthBytes)
                                                .sum(),
                                        attempt -> new Task.Compose(
                                                item.tasks().id(generation, TaskKind.COMPOSE, number, attempt),
                                                pieces.get(number),
                                                upload.get(),
                                                partNumbers.get(number)))),
                        results -> results.forEach(result -> accept.accept(part(result))));
    }

    private static PartReceipt part(TaskResult result) {
        if (result instanceof TaskResult.ComposedPart(var _, PartReceipt part)) {
            return part;
        }
        throw new InternalException(
                "a composition was answered by " + result.getClass().getSimpleName(), null);
    }
}
