package io.vmloom.coordinator.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.task.TaskId;
import io.vmloom.task.TaskKind;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BatchIdsTest {
    @Test
    void everyIdIsAnotherOneAndNamesItsPartition() {
        Set<Integer> all = IntStream.range(0, BatchIds.PARTITIONS).boxed().collect(Collectors.toSet());
        List<String> ids =
                Stream.generate(() -> BatchIds.next(all)).limit(10_000).toList();

        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("b[0-6][0-9]-[0-9A-HJKMNP-TV-Z]{26}"));
        assertThat(ids.stream().map(id -> id.substring(1, 3)).distinct()).hasSize(BatchIds.PARTITIONS);
    }

    @Test
    void itIsInOneOfThePartitionsThatAreAskedFor() {
        assertThat(Stream.generate(() -> BatchIds.next(Set.of(7, 63)))
                        .limit(100)
                        .map(BatchIds::partition))
                .containsOnly(7, 63);
    }

    @Test
    void aTokenHasOneIdForEachTenant() {
        String id = BatchIds.ofToken("a", "once");

        assertThat(BatchIds.ofToken("a", "once")).isEqualTo(id);
        assertThat(List.of(BatchIds.ofToken("b", "once"), BatchIds.ofToken("a", "twice")))
                .doesNotContain(id);
        assertThat(BatchIds.partition(id)).isBetween(0, 63);
    }

    @Test
    void anItemsIdIsFitForTasks() {
        assertThat(new TaskId(BatchIds.next() + "-999999", 0, TaskKind.CONVERT, 0, 1).attempt())
                .isEqualTo(1);
    }
}
