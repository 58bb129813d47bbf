package io.vmloom.coordinator.dispatch;

import io.vmloom.error.ConversionException;
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
        for (int attempt = 1; ; attempt++) {
            try {
                return call.get();
            } catch (ConversionException e) {
                if (!e.retryable() || attempt >= policy.attempts()) {
                    throw e;
                }
                pause.of(policy.backoffBefore(attempt + 1));
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
