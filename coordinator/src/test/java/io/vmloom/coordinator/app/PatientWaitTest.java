package io.vmloom.coordinator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PatientWaitTest {
    @Test
    void anInterruptIsHeldBackUntilAllIsDoneAndThenTold() throws Exception {
        CompletableFuture<String> work = new CompletableFuture<>();
        AtomicBoolean heldBack = new AtomicBoolean();
        AtomicBoolean told = new AtomicBoolean();
        Thread waiting = Thread.ofPlatform().start(() -> {
            try (PatientWait wait = new PatientWait()) {
                wait.on(work);
                heldBack.set(!Thread.currentThread().isInterrupted());
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            told.set(Thread.currentThread().isInterrupted());
        });

        waiting.interrupt();
        work.complete("done");
        waiting.join();

        assertThat(heldBack).as("what follows the wait is not interrupted").isTrue();
        assertThat(told).as("the interrupt is told afterwards").isTrue();
    }
}
