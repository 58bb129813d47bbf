package io.vmloom.coordinator.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.task.TaskId;
import io.vmloom.task.TaskKind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BatchIdsTest {
    @Test
    void everyIdIsAnotherOneAndNamesItsPartition() {
        List<String> ids = Stream.generate(BatchIds::next).limit(10_000).toList();

        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("b[0-6][0-9]-[0-9A-HJKMNP-TV-Z]{26}"));
        assertThat(ids.stream().map(id -> id.substring(1, 3)).distinct()).hasSize(BatchIds.PARTITIONS);
    }

    @Test
    void anItemsIdIsFitForTasks() {
        assertThat(new TaskId(BatchIds.next() + "-999999", 0, TaskKind.CONVERT, 0, 1).attempt())
                .isEqualTo(1);
    }
}
