package io.vmloom.coordinator.dispatch;

import io.vmloom.error.ConversionException;
import java.time.Duration;
import java.util.function.Supplier;

/** Repeats calls of the coordinator itself that failed for a passing reason. Only for calls that may be repeated. */
public final class Retries {
    private final DispatchPolicy policy;
    private final Pause pause;
    private final Cancellation cancellation;

    public Retries(DispatchPolicy policy, Pause pause, Cancellation cancellation) {
        this.policy = policy;
        this.pause = pause;
        this.cancellation = cancellation;
    }

    /** The call's first answer; its last failure when it is not retryable or the attempts are used up. */
    public <T> T call(Supplier<T> call) {
        return outlasting(Duration.ZERO, call);
    }

    /** The same, but the attempts are not used up before they were spread over this time. */
    public <T> T outlasting(Duration absence, Supplier<T> call) {
        Duration paused = Duration.ZERO;
        for (int attempt = 1; ; attempt++) {
            try {
                return call.get();
            } catch (ConversionException e) {
                if (!e.retryable() || (attempt >= policy.attempts() && paused.compareTo(absence) >= 0)) {
                    throw e;
                }
                Duration backoff = policy.backoffBefore(attempt + 1);
                pause.of(backoff);
                paused = paused.plus(backoff);
                cancellation.check("the conversion");
            }
        }
    }

    /** The same for a call without an answer. */
    public void run(Runnable call) {
        call(() -> {
            call.run();
            return true;
        });
    }
}
