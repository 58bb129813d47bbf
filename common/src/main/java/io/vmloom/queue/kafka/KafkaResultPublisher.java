package io.vmloom.queue.kafka;

import io.vmloom.fragment.TaskResult;
import io.vmloom.queue.ResultPublisher;
import io.vmloom.wire.ResultWire;

/** Publishes results to their topic. */
final class KafkaResultPublisher implements ResultPublisher {
    private final RecordSender sender;

    KafkaResultPublisher(KafkaSettings settings) {
        this.sender = new RecordSender(settings, settings.resultTopic());
    }

    @Override
    public void publish(TaskResult result) {
        sender.send(result.id().item(), ResultWire.encode(result), "result of " + result.id() + " was not taken");
    }

    @Override
    public void close() {
        sender.close();
    }
}
