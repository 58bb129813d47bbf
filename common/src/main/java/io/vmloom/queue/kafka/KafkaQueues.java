package io.vmloom.queue.kafka;

import io.vmloom.queue.BeatPublisher;
import io.vmloom.queue.BeatSubscriber;
import io.vmloom.queue.CancelPublisher;
import io.vmloom.queue.CancelledWork;
import io.vmloom.queue.LiveSlots;
import io.vmloom.queue.PartitionOwners;
import io.vmloom.queue.RecordLog;
import io.vmloom.queue.ResultPublisher;
import io.vmloom.queue.ResultSubscriber;
import io.vmloom.queue.TaskPublisher;
import io.vmloom.queue.TaskSubscriber;
import io.vmloom.store.Stores;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Task queue and result queue of one installation on Kafka. Holds nothing open itself: whatever a method answers is
 * closed by its user. All methods throw a {@link io.vmloom.error.ConversionException} that names the brokers.
 */
public final class KafkaQueues {
    private final KafkaSettings settings;
    private final Stores stores;

    /** Where the next slot begins, so that slots are spread over the queues. */
    private final AtomicInteger nextQueue;

    private KafkaQueues(KafkaSettings settings, Stores stores) {
        this.settings = settings;
        this.stores = stores;
        this.nextQueue = new AtomicInteger(ThreadLocalRandom.current().nextInt(settings.queueCount()));
    }

    /**
     * Makes the topics when they are not there.
     *
     * @param stores for tasks that are too long for a message
     */
    public static KafkaQueues open(KafkaSettings settings, Stores stores) {
        new KafkaTopics(settings).ensure();
        return new KafkaQueues(settings, stores);
    }

    /** Over how many tasks are spread. */
    public int count() {
        return settings.queueCount();
    }

    /** Thread-safe. */
    public TaskPublisher taskPublisher() {
        return new KafkaTaskPublisher(settings, stores);
    }

    /**
     * A subscription of one worker slot.
     *
     * @param reports where it tells of tasks that can not be read
     */
    public TaskSubscriber taskSubscriber(ResultPublisher reports) {
        int queue = Math.floorMod(nextQueue.getAndIncrement(), settings.queueCount());
        return new KafkaTaskSubscriber(settings, queue, stores, reports);
    }

    public ResultPublisher resultPublisher() {
        return new KafkaResultPublisher(settings);
    }

    public CancelPublisher cancelPublisher() {
        return new KafkaCancelPublisher(settings);
    }

    /** Knows at once what was cancelled before, and hears of the rest. */
    public CancelledWork cancelledWork() {
        return new KafkaCancelledWork(settings);
    }

    public PartitionOwners partitionOwners() {
        return new KafkaPartitionOwners(settings);
    }

    public LiveSlots liveSlots() {
        return new KafkaLiveSlots(settings);
    }

    public BeatPublisher beatPublisher() {
        return new KafkaBeatPublisher(settings);
    }

    /** Begins some minutes ago. */
    public BeatSubscriber beatSubscriber() {
        return new KafkaBeatSubscriber(settings);
    }

    /** The coordinators' state, of which nothing is claimed yet; makes its topic when it is not there. */
    public RecordLog stateLog() {
        new KafkaTopics(settings).ensureState();
        return new KafkaRecordLog(settings);
    }

    /** Hears of every result published from now on. */
    public ResultSubscriber resultSubscriber() {
        return new KafkaResultSubscriber(settings);
    }
}
