package io.vmloom.queue.kafka;

import io.vmloom.queue.TaskPublisher;
import io.vmloom.store.Stores;
import io.vmloom.task.Task;
import io.vmloom.telemetry.Traces;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Publishes tasks to the topics of their queues. Thread-safe. */
final class KafkaTaskPublisher implements TaskPublisher {
    private final Map<TaskQueue, RecordSender> senders = new HashMap<>();
    private final KafkaLiveSlots slots;
    private final QueueChoice choice;
    private final TaskSpill spill;

    KafkaTaskPublisher(KafkaSettings settings, Stores stores) {
        this.spill = new TaskSpill(stores);
        this.slots = new KafkaLiveSlots(settings);
        this.choice = new QueueChoice(settings.taskQueues(), slots::count);
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
        slots.close();
    }
}
