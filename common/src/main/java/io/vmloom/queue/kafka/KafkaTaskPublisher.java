package io.vmloom.queue.kafka;

import io.vmloom.queue.TaskPublisher;
import io.vmloom.store.Stores;
import io.vmloom.task.Task;

/** Publishes tasks to their topic. Thread-safe. */
final class KafkaTaskPublisher implements TaskPublisher {
    private final RecordSender sender;
    private final TaskSpill spill;

    KafkaTaskPublisher(KafkaSettings settings, Stores stores) {
        this.sender = new RecordSender(settings, settings.taskTopic());
        this.spill = new TaskSpill(stores);
    }

    @Override
    public void publish(Task task) {
        sender.send(task.id().item(), spill.encode(task), "task " + task.id() + " was not taken");
    }

    @Override
    public void close() {
        sender.close();
    }
}
