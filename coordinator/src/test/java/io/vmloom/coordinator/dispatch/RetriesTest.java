package io.vmloom.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.coordinator.terms.RetryTerms;
import io.vmloom.error.RequestException;
import io.vmloom.error.StoreException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RetriesTest {
    private final AtomicReference<Duration> paused = new AtomicReference<>(Duration.ZERO);
    private final AtomicInteger calls = new AtomicInteger();
    private final Retries retries = new Retries(
            DispatchPolicy.DEFAULT.withRetry(RetryTerms.ofRanges(3, Duration.ofMillis(100))),
            pause -> paused.updateAndGet(pause::plus),
            new Cancellation());

    @Test
    void whatMayPassIsTriedAsOftenAsThePolicySays() {
        assertThatThrownBy(() -> retries.call(this::away)).isInstanceOf(StoreException.class);

        assertThat(calls).hasValue(3);
        assertThat(paused).hasValue(Duration.ofMillis(300));
    }

    @Test
    void anAbsenceIsOutlastedHoweverManyAttemptsThatTakes() {
        assertThatThrownBy(() -> retries.outlasting(Duration.ofMinutes(2), this::away))
                .isInstanceOf(StoreException.class);

        assertThat(paused.get()).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(4));
    }

    @Test
    void whatWillNotPassIsNotTriedAgain() {
        assertThatThrownBy(() -> retries.outlasting(Duration.ofMinutes(2), () -> {
                    calls.incrementAndGet();
                    throw new RequestException("no");
                }))
                .isInstanceOf(RequestException.class);

        assertThat(calls).hasValue(1);
    }

    private boolean away() {
        calls.incrementAndGet();
        throw StoreException.unavailable("s3://bucket", "it is away", null);
    }
}
