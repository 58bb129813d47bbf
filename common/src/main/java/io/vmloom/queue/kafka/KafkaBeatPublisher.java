package io.vmloom.queue.kafka;

import io.vmloom.queue.BeatPublisher;
import io.vmloom.queue.WorkerBeat;
import io.vmloom.wire.BeatWire;

/** Publishes beats to the workers' topic, by the worker's name. */
final class KafkaBeatPublisher implements BeatPublisher {
    private final RecordSender sender;

    KafkaBeatPublisher(KafkaSettings settings) {
        this.sender = new RecordSender(settings, settings.workersTopic());
    }

    @Override
    public void publish(WorkerBeat beat) {
        sender.send(beat.worker(), BeatWire.encode(beat), "what " + beat.worker() + " does was not taken");
    }

    @Override
    public void close() {
        sender.close();
    }
}
