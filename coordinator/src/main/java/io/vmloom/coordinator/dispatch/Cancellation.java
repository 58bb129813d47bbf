package io.vmloom.coordinator.dispatch;

import io.vmloom.error.CancelledException;
import io.vmloom.error.ErrorCode;
import java.util.concurrent.CompletableFuture;

/** Tells the threads of a batch to stop; asked between any two steps that take time. */
public final class Cancellation {
    private final CompletableFuture<Reason> reason = new CompletableFuture<>();

    private record Reason(ErrorCode code, String text) {}

    /** Somebody asks for it. */
    public void cancel() {
        cancel(ErrorCode.CANCELLED, "was cancelled");
    }

    /**
     * Only the first reason counts.
     *
     * @param text follows the name of what was stopped
     */
    public void cancel(ErrorCode code, String text) {
        reason.complete(new Reason(code, text));
    }

    public boolean isCancelled() {
        return reason.isDone();
    }

    /** @param told once, by whoever cancels, or now if that has been */
    public void whenCancelled(Runnable told) {
        reason.thenRun(told);
    }

    /** Throws {@link CancelledException} when there is a reason to stop. */
    public void check(String what) {
        if (reason.isDone()) {
            Reason known = reason.join();
            throw new CancelledException(known.code, what + " " + known.text);
        }
    }
}
