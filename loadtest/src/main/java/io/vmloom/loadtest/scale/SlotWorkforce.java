package io.vmloom.loadtest.scale;

import io.vmloom.error.ConversionException;
import io.vmloom.queue.Delivery;
import io.vmloom.queue.TaskSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Slots as real workers have them: each takes one task, answers it, and settles it before it takes the next one. */
final class SlotWorkforce implements Workforce {
    private static final Logger LOG = LoggerFactory.getLogger(SlotWorkforce.class);
    private static final Duration POLL = Duration.ofMillis(250);

    private final SimulatedWork work;
    private final List<Thread> slots = new ArrayList<>();
    private volatile boolean open = true;

    SlotWorkforce(int slots, Supplier<TaskSubscriber> subscriptions, SimulatedWork work) {
        this.work = work;
        for (int i = 0; i < slots; i++) {
            this.slots.add(Thread.ofPlatform().name("slot-" + i).start(() -> serve(subscriptions)));
        }
    }

    private void serve(Supplier<TaskSubscriber> subscriptions) {
        try (TaskSubscriber subscriber = subscriptions.get()) {
            while (open) {
                try {
                    subscriber.poll(POLL).ifPresent(this::handle);
                } catch (ConversionException e) {
                    LOG.atWarn().setCause(e).log("a task could not be taken, trying again");
                }
            }
        }
    }

    private void handle(Delivery delivery) {
        work.run(delivery.task(), System.currentTimeMillis());
        delivery.settle();
    }

    @Override
    public void close() {
        open = false;
        for (Thread slot : slots) {
            try {
                slot.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
