package io.vmloom.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.error.ErrorCode;
import io.vmloom.error.StoreException;
import io.vmloom.fragment.TaskResult;
import io.vmloom.queue.ResultSubscriber;
import io.vmloom.task.TaskId;
import io.vmloom.task.TaskKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ResultRouterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void aQueueThatFailsAtOnceIsNotAskedAgainAtOnce() throws InterruptedException {
        AtomicInteger polls = new AtomicInteger();
        ResultSubscriber failing = new ResultSubscriber() {
            @Override
            public List<TaskResult> poll(Duration timeout) {
                polls.incrementAndGet();
                throw StoreException.unavailable("results", "the broker is away", null);
            }

            @Override
            public void close() {}
        };

        try (ResultRouter router = new ResultRouter(failing)) {
            assertThat(router.open("item").poll(Duration.ofMillis(500))).isEmpty();
        }

        assertThat(polls).hasValueBetween(1, 4);
    }

    @Test
    void whatCameAtOnceIsHandedOverByItemInItsOrder() {
        List<TaskResult> polled = List.of(result("a", 1), result("b", 1), result("a", 2), result("nobody", 1));
        AtomicReference<List<TaskResult>> next = new AtomicReference<>(List.of());
        ResultSubscriber queue = new ResultSubscriber() {
            @Override
            public List<TaskResult> poll(Duration timeout) {
                return next.getAndSet(List.of());
            }

            @Override
            public void close() {}
        };

        try (ResultRouter router = new ResultRouter(queue);
                ResultRouter.Inbox a = router.open("a");
                ResultRouter.Inbox b = router.open("b")) {
            next.set(polled);

            assertThat(a.poll(PATIENCE)).containsExactly(polled.get(0), polled.get(2));
            assertThat(b.poll(PATIENCE)).containsExactly(polled.get(1));
        }
    }

    private static TaskResult result(String item, int index) {
        TaskId id = new TaskId(item, 0, TaskKind.CONVERT, index, 1);
        return new TaskResult.Failed(id, ErrorCode.INTERNAL, "as the test wants it", false);
    }
}
