package io.vmloom.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.error.StoreException;
import io.vmloom.fragment.TaskResult;
import io.vmloom.queue.ResultSubscriber;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ResultRouterTest {
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
}
