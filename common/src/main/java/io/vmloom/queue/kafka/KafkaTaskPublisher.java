package io.vmloom.queue.kafka;

import io.vmloom.queue.TaskPublisher;
import io.vmloom.store.Stores;
import io.vmloom.task.Task;
import io.vmloom.telemetry.Traces;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Publishes tasks to the topics of their queues. Thread-safe. */
final class KafkaTaskPublisher implements TaskPublisher {
    private final Map<TaskQueue, RecordSender> senders = new HashMap<>();
    /** Asks the brokers who serves which queue, where there is a choice. */
    private final Optional<KafkaLiveSlots> slots;

    private final QueueChoice choice;
    private final TaskSpill spill;

    KafkaTaskPublisher(KafkaSettings settings, Stores stores) {
        this.spill = new TaskSpill(stores);
        this.slots = settings.queueCount() > 1 ? Optional.of(new KafkaLiveSlots(settings)) : Optional.empty();
        this.choice = new QueueChoice(
                settings.taskQueues(),
                queue -> slots.map(known -> known.count(queue)).orElse(1));
        settings.taskQueues().forEach(queue -> senders.put(queue, new RecordSender(settings, queue.topic())));
    }

    @Override
    public void publish(Task task) {
        Objects.requireNonNull(senders.get(choice.next()))
                .send(
                        task.id().item(),
                        spill.encode(task),
                        Traces.current().fields(),
                        "task " + task.id() + " was not taken");
    }

    @Override
    public void close() {
        senders.values().forEach(RecordSender::close);
        slots.ifPresent(KafkaLiveSlots::close);
    }
}
