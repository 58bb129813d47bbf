package io.vmloom.queue.kafka;

import io.vmloom.error.ConversionException;
import io.vmloom.error.FencedException;
import io.vmloom.queue.LogRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The one writer of a partition of the state topic. What several threads append while a transaction is under way goes
 * into the next one together. Once the brokers refuse it, or leave it in doubt about a transaction, it writes nothing
 * any more: a new claim could fence a rightful successor. Thread-safe.
 */
final class PartitionWriter implements AutoCloseable {
    /**
     * Longer than brokers are away, as they fence the writer of a transaction that takes longer. Nobody waits for it: a
     * successor ends what was left open, and only then reads.
     */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(10);

    private static final int ENDING_ATTEMPTS = 3;

    private final KafkaSettings settings;
    private final KafkaFailures failures;
    private final int partition;
    private final KafkaProducer<String, byte[]> producer;
    private final ReentrantLock turn = new ReentrantLock();
    private final ConcurrentLinkedQueue<Request> requests = new ConcurrentLinkedQueue<>();
    private Optional<FencedException> lost = Optional.empty();

    private PartitionWriter(KafkaSettings settings, int partition, KafkaProducer<String, byte[]> producer) {
        this.settings = settings;
        this.failures = new KafkaFailures(settings);
        this.partition = partition;
        this.producer = producer;
    }

    /** Fences whoever wrote to the partition before. */
    static PartitionWriter open(KafkaSettings settings, int partition) {
        KafkaProducer<String, byte[]> producer = null;
        try {
            producer = new KafkaProducer<>(
                    properties(settings, partition), new StringSerializer(), new ByteArraySerializer());
            producer.initTransactions();
            return new PartitionWriter(settings, partition, producer);
        } catch (RuntimeException e) {
            if (producer != null) {
                producer.close(Duration.ZERO);
            }
            throw new KafkaFailures(settings).of(name(settings, partition) + " could not be taken over", e);
        }
    }

    /** Returns when the records are committed; what {@link io.vmloom.queue.RecordLog#append} throws. */
    void append(List<LogRecord> records) {
        Request mine = new Request(records);
        requests.add(mine);
        turn.lock();
        try {
            if (!mine.settled) {
                settle();
            }
        } finally {
            turn.unlock();
        }
        mine.failure.ifPresent(failure -> {
            throw failure;
        });
    }

    /** Appends nothing more, and waits for nothing. */
    void leave() {
        turn.lock();
        try {
            if (lost.isEmpty()) {
                lost = Optional.of(new FencedException(name(settings, partition), "this coordinator left it", null));
            }
        } finally {
            turn.unlock();
        }
        producer.close(Duration.ZERO);
    }

    @Override
    public void close() {
        producer.close(settings.patience());
    }

    private void settle() {
        List<Request> together = new ArrayList<>();
        for (Request next = requests.poll(); next != null; next = requests.poll()) {
            together.add(next);
        }
        Optional<ConversionException> failure;
        try {
            lost.ifPresent(fenced -> {
                throw fenced;
            });
            commit(together.stream()
                    .flatMap(request -> request.records.stream())
                    .toList());
            failure = Optional.empty();
        } catch (ConversionException e) {
            failure = Optional.of(e);
        }
        for (Request request : together) {
            request.failure = failure;
            request.settled = true;
        }
    }

    private void commit(List<LogRecord> records) {
        try {
            producer.beginTransaction();
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (LogRecord entry : records) {
                sent.add(producer.send(new ProducerRecord<>(
                        settings.stateTopic(),
                        partition,
                        entry.key(),
                        entry.bytes().orElse(null))));
            }
            producer.flush();
            for (Future<RecordMetadata> answer : sent) {
                failures.await(answer, settings.patience(), name(settings, partition) + " could not be written");
            }
        } catch (RuntimeException e) {
            abort(e);
            throw failures.of(name(settings, partition) + " could not be written", e);
        }
        finish();
    }

    private void finish() {
        try {
            // Nothing but another commit is allowed after one that may have reached the brokers.
            end(producer::commitTransaction);
        } catch (RuntimeException e) {
            throw lose(e);
        }
    }

    private void abort(RuntimeException cause) {
        try {
            end(producer::abortTransaction);
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
            throw lose(cause);
        }
    }

    /** Each attempt waits for the brokers as long as any call does. */
    private static void end(Runnable ending) {
        for (int attempt = 1; ; attempt++) {
            try {
                ending.run();
                return;
            } catch (TimeoutException e) {
                if (attempt == ENDING_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private FencedException lose(RuntimeException cause) {
        Throwable reason = cause instanceof ConversionException && cause.getCause() != null ? cause.getCause() : cause;
        FencedException fenced = new FencedException(
                name(settings, partition), reason.getClass().getSimpleName() + ": " + reason.getMessage(), cause);
        lost = Optional.of(fenced);
        return fenced;
    }

    static String name(KafkaSettings settings, int partition) {
        return "partition " + partition + " of topic " + settings.stateTopic();
    }

    private static Map<String, Object> properties(KafkaSettings settings, int partition) {
        Map<String, Object> properties = settings.client();
        properties.put("acks", "all");
        properties.put("enable.idempotence", true);
        properties.put("transactional.id", settings.stateTopic() + "-" + partition);
        properties.put("transaction.timeout.ms", Math.toIntExact(TRANSACTION_TIMEOUT.toMillis()));
        properties.put("max.request.size", KafkaTopics.maxMessageBytes());
        properties.put("linger.ms", 0);
        properties.put("max.block.ms", settings.patienceMs());
        properties.put("delivery.timeout.ms", Math.max(settings.patienceMs(), settings.requestTimeoutMs()));
        return properties;
    }

    /** Guarded by {@link #turn} once it is queued. */
    private static final class Request {
        private final List<LogRecord> records;
        private Optional<ConversionException> failure = Optional.empty();
        private boolean settled;

        private Request(List<LogRecord> records) {
            this.records = records;
        }
    }
}
