package io.vmloom.queue.kafka;

import io.vmloom.error.CancelledException;
import io.vmloom.error.ConversionException;
import io.vmloom.telemetry.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member of the share group on a thread of its own, for one slot. It takes a record only when the slot waits for one,
 * and renews the record's lock until the slot has decided: the consumer is not thread-safe, and the slot is busy. Where
 * there are several queues it goes on to the next one when it has waited in vain.
 */
final class LoanKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoanKeeper.class);
    private static final Duration LOOK_UP = Duration.ofMillis(100);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    /** What the slot is handed: a record, or the reason why there is none. */
    private sealed interface Offer {
        record Taken(Loan loan) implements Offer {}

        record Trouble(ConversionException failure) implements Offer {}
    }

    private final KafkaSettings settings;
    private final int first;
    private final KafkaFailures failures;
    private final SynchronousQueue<Offer> handover = new SynchronousQueue<>();
    private final Thread thread;
    private volatile boolean waiting;
    private volatile boolean open = true;
    private volatile Optional<Loan> current = Optional.empty();

    /** @param first number of the queue where it begins */
    LoanKeeper(KafkaSettings settings, int first) {
        this.settings = settings;
        this.first = first;
        this.failures = new KafkaFailures(settings);
        this.thread = Thread.ofVirtual().name("task-loans").start(this::work);
    }

    /** The next record, or empty when none came in time. The one before must be decided. */
    Optional<Loan> next(Duration timeout) {
        waiting = true;
        LockSupport.unpark(thread);
        try {
            Offer offer = handover.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return switch (offer) {
                case null -> Optional.empty();
                case Offer.Taken(Loan loan) -> Optional.of(loan);
                case Offer.Trouble(ConversionException failure) -> throw failure;
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("waiting for a task");
        } finally {
            waiting = false;
        }
    }

    @Override
    public void close() {
        open = false;
        current.ifPresent(loan -> loan.decide(AcknowledgeType.RELEASE));
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        List<TaskQueue> queues = settings.taskQueues();
        int number = first;
        while (open) {
            TaskQueue queue = queues.get(number);
            try (KafkaShareConsumer<byte[], byte[]> consumer = new KafkaShareConsumer<>(
                    properties(queue), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer.subscribe(List.of(queue.topic()));
                serve(consumer, queues.size() > 1);
                number = (number + 1) % queues.size();
            } catch (RuntimeException e) {
                // Some failures end a member for good; a new one begins anew.
                report(failures.of("tasks could not be taken", e));
            }
        }
    }

    /**
     * @param mayLeave whether there are other queues. What waits in one that nobody serves any more is not forgotten if
     *     those who are given nothing go there, as soon as workers that went silent count as gone
     */
    private void serve(KafkaShareConsumer<byte[], byte[]> consumer, boolean mayLeave) {
        long last = System.nanoTime();
        while (open
                && !(mayLeave && System.nanoTime() - last > settings.taskLock().toNanos())) {
            if (!waiting) {
                LockSupport.parkNanos(LOOK_UP.toNanos());
                continue;
            }
            for (ConsumerRecord<byte[], byte[]> message : consumer.poll(LOOK_UP)) {
                lend(consumer, message);
                last = System.nanoTime();
            }
        }
    }

    private void lend(KafkaShareConsumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> taken) {
        Loan loan = new Loan(taken.value(), trace(taken));
        current = Optional.of(loan);
        if (!open) {
            loan.decide(AcknowledgeType.RELEASE);
        }
        ConsumerRecord<byte[], byte[]> held = taken;
        long renewedAt = System.nanoTime();
        boolean handedOver = false;
        Optional<AcknowledgeType> decision = Optional.empty();
        while (decision.isEmpty()) {
            handedOver = handedOver || hand(loan);
            decision = loan.await(handedOver ? LOOK_UP : Duration.ZERO);
            if (decision.isEmpty()
                    && System.nanoTime() - renewedAt > settings.taskLock().toNanos() / 3) {
                Optional<ConsumerRecord<byte[], byte[]>> renewed = renew(consumer, held);
                if (renewed.isEmpty()) {
                    // Somebody else may have it by now, so that there is nothing left to decide about.
                    return;
                }
                held = renewed.get();
                renewedAt = System.nanoTime();
            }
        }
        end(consumer, held, decision.get());
    }

    private static TraceContext trace(ConsumerRecord<byte[], byte[]> message) {
        Map<String, String> fields = new HashMap<>();
        message.headers()
                .forEach(header -> fields.put(
                        header.key(),
                        header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8)));
        return new TraceContext(fields);
    }

    private boolean hand(Loan loan) {
        try {
            return handover.offer(new Offer.Taken(loan), LOOK_UP.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** The record as it has to be used from now on; empty when the lock was lost, and somebody else may have it. */
    private Optional<ConsumerRecord<byte[], byte[]>> renew(
            KafkaShareConsumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> held) {
        consumer.acknowledge(held, AcknowledgeType.RENEW);
        if (!commit(consumer, held, AcknowledgeType.RENEW)) {
            return Optional.empty();
        }
        Optional<ConsumerRecord<byte[], byte[]>> renewed = Optional.empty();
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(LOOK_UP)) {
            if (message.offset() == held.offset()) {
                renewed = Optional.of(message);
            } else {
                end(consumer, message, AcknowledgeType.RELEASE);
            }
        }
        return renewed;
    }

    private void end(
            KafkaShareConsumer<byte[], byte[]> consumer,
            ConsumerRecord<byte[], byte[]> message,
            AcknowledgeType verdict) {
        consumer.acknowledge(message, verdict);
        commit(consumer, message, verdict);
    }

    /** A commit that fails costs a delivery more, nothing else. */
    private static boolean commit(
            KafkaShareConsumer<byte[], byte[]> consumer,
            ConsumerRecord<byte[], byte[]> message,
            AcknowledgeType verdict) {
        List<KafkaException> refusals = consumer.commitSync().values().stream()
                .flatMap(Optional::stream)
                .toList();
        refusals.forEach(refusal -> LOG.atWarn()
                .addKeyValue("offset", message.offset())
                .addKeyValue("acknowledgement", verdict)
                .addKeyValue("reason", refusal.getMessage())
                .log("a task's acknowledgement was refused; the task may be delivered again"));
        return refusals.isEmpty();
    }

    private void report(ConversionException failure) {
        LOG.atDebug().setCause(failure).log("share group member failed");
        long until = System.nanoTime() + AFTER_FAILURE.toNanos();
        try {
            handover.offer(new Offer.Trouble(failure), AFTER_FAILURE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        while (open && System.nanoTime() < until) {
            LockSupport.parkNanos(LOOK_UP.toNanos());
        }
    }

    private Map<String, Object> properties(TaskQueue queue) {
        Map<String, Object> properties = settings.client();
        properties.put("group.id", queue.group());
        properties.put("share.acknowledgement.mode", "explicit");
        // Never more than what was asked for: a task that waits behind another one could run elsewhere.
        properties.put("share.acquire.mode", "record_limit");
        properties.put("max.poll.records", 1);
        return properties;
    }
}
