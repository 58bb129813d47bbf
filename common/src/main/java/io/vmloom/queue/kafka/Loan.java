package io.vmloom.queue.kafka;

import io.vmloom.telemetry.TraceContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.common.errors.InterruptException;

/** One record lent to a slot, until the slot or the end of the subscription has decided about it. Thread-safe. */
final class Loan {
    private final byte[] value;
    private final TraceContext trace;
    private final CompletableFuture<AcknowledgeType> verdict = new CompletableFuture<>();

    Loan(byte[] value, TraceContext trace) {
        this.value = value;
        this.trace = trace;
    }

    byte[] value() {
        return value;
    }

    TraceContext trace() {
        return trace;
    }

    /** The first decision counts. */
    void decide(AcknowledgeType decision) {
        verdict.complete(decision);
    }

    boolean isDecided() {
        return verdict.isDone();
    }

    /** The decision, or empty when none came in time. */
    Optional<AcknowledgeType> await(Duration timeout) {
        try {
            return Optional.of(verdict.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a loan ends by a decision only", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
