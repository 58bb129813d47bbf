package io.vmloom.queue.kafka;

import io.vmloom.queue.CancelPublisher;
import java.nio.charset.StandardCharsets;

/** Publishes cancellations to the control topic, by the batch's id. Thread-safe. */
final class KafkaCancelPublisher implements CancelPublisher {
    /** What a message of the control topic says; others may follow. */
    static final byte[] CANCEL = "cancel".getBytes(StandardCharsets.US_ASCII);

    static final byte[] REVOKE = "revoke".getBytes(StandardCharsets.US_ASCII);

    private final RecordSender sender;

    KafkaCancelPublisher(KafkaSettings settings) {
        this.sender = new RecordSender(settings, settings.controlTopic());
    }

    @Override
    public void publish(String batch) {
        sender.send(batch, CANCEL, "the cancellation of " + batch + " was not taken");
    }

    @Override
    public void revoke(String batch) {
        sender.send(batch, REVOKE, "the cancellation of " + batch + " was not taken back");
    }

    @Override
    public void close() {
        sender.close();
    }
}
