package io.vmloom.queue.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueueChoiceTest {
    private static final TaskQueue FIRST = new TaskQueue("tasks.0", "workers.0");
    private static final TaskQueue SECOND = new TaskQueue("tasks.1", "workers.1");
    private static final TaskQueue THIRD = new TaskQueue("tasks.2", "workers.2");

    private final Map<TaskQueue, Integer> slots = new HashMap<>();
    private final QueueChoice choice =
            new QueueChoice(List.of(FIRST, SECOND, THIRD), queue -> slots.getOrDefault(queue, 0));

    @Test
    void eachSlotHasAsManyTasksToChooseFrom() {
        serve(6, 3, 1);

        assertThat(given(1000)).isEqualTo(Map.of(FIRST, 600, SECOND, 300, THIRD, 100));
    }

    @Test
    void aQueueThatNobodyServesIsGivenNothing() {
        serve(0, 5, 0);

        assertThat(given(100)).isEqualTo(Map.of(SECOND, 100));
    }

    @Test
    void whereNobodyIsYetAllAreGivenTheSame() {
        assertThat(given(99)).isEqualTo(Map.of(FIRST, 33, SECOND, 33, THIRD, 33));
    }

    @Test
    void whatAQueueMissedIsNotMadeUpFor() {
        serve(0, 5, 0);
        given(10_000);

        serve(5, 5, 0);

        assertThat(given(100))
                .containsOnlyKeys(FIRST, SECOND)
                .allSatisfy((_, tasks) -> assertThat(tasks).isBetween(49, 51));
    }

    private void serve(int first, int second, int third) {
        slots.putAll(Map.of(FIRST, first, SECOND, second, THIRD, third));
    }

    private Map<TaskQueue, Integer> given(int tasks) {
        Map<TaskQueue, Integer> given = new HashMap<>();
        for (int i = 0; i < tasks; i++) {
            given.merge(choice.next(), 1, Integer::sum);
        }
        return given;
    }
}
