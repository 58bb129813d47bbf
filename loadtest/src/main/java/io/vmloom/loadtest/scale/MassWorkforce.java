package io.vmloom.loadtest.scale;

import io.vmloom.error.ConversionException;
import io.vmloom.queue.kafka.KafkaSettings;
import io.vmloom.queue.kafka.TaskQueue;
import io.vmloom.store.Stores;
import io.vmloom.task.Task;
import io.vmloom.wire.TaskMessage;
import io.vmloom.wire.TaskWire;
import io.vmloom.wire.WireException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands for hundreds of slots: one member of the share group that takes many tasks at once, does them side by side, and
 * settles them together. A member for each slot would have the brokers work for every single task.
 */
final class MassWorkforce implements Workforce {
    private static final Logger LOG = LoggerFactory.getLogger(MassWorkforce.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaSettings kafka;
    private final TaskQueue queue;
    private final int atOnce;
    private final Stores stores;
    private final SimulatedWork work;
    private final Thread thread;
    private volatile boolean open = true;

    /** @param atOnce for how many slots it stands */
    MassWorkforce(KafkaSettings kafka, TaskQueue queue, int atOnce, Stores stores, SimulatedWork work) {
        this.kafka = kafka;
        this.queue = queue;
        this.atOnce = atOnce;
        this.stores = stores;
        this.work = work;
        thread = Thread.ofPlatform().name("workforce of " + queue.topic()).start(this::serve);
    }

    private void serve() {
        while (open) {
            try (KafkaShareConsumer<byte[], byte[]> consumer = new KafkaShareConsumer<>(
                            properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
                    ExecutorService slots = Executors.newVirtualThreadPerTaskExecutor()) {
                consumer.subscribe(List.of(queue.topic()));
                while (open) {
                    doAll(consumer, slots);
                }
            } catch (KafkaException e) {
                LOG.atWarn().setCause(e).log("tasks could not be taken, trying again");
            }
        }
    }

    /** The next poll settles them. */
    private void doAll(KafkaShareConsumer<byte[], byte[]> consumer, ExecutorService slots) {
        List<ConsumerRecord<byte[], byte[]>> taken = new ArrayList<>();
        consumer.poll(POLL).forEach(taken::add);
        taken.stream()
                .map(message -> slots.submit(() -> handle(message)))
                .toList()
                .forEach(MassWorkforce::await);
    }

    private void handle(ConsumerRecord<byte[], byte[]> message) {
        try {
            work.run(task(message.value()), message.timestamp());
        } catch (WireException | ConversionException e) {
            LOG.atError().setCause(e).log("a task could not be done");
        }
    }

    private Task task(byte[] message) throws WireException {
        return switch (TaskWire.decode(message)) {
            case TaskMessage.Whole(Task task) -> task;
            case TaskMessage.Spilled spilled -> {
                byte[] whole = new byte[spilled.messageBytes()];
                stores.open(spilled.object()).read(0, ByteBuffer.wrap(whole));
                yield TaskWire.decodeWhole(whole);
            }
        };
    }

    private static void await(Future<?> done) {
        try {
            done.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.atError().setCause(e).log("a task could not be done");
        }
    }

    private Map<String, Object> properties() {
        return Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "group.id",
                queue.group(),
                "share.acknowledgement.mode",
                "implicit",
                "max.poll.records",
                atOnce);
    }

    @Override
    public void close() {
        open = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
