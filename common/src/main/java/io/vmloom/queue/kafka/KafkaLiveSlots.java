package io.vmloom.queue.kafka;

import io.vmloom.queue.LiveSlots;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ShareGroupDescription;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the brokers now and then who is in the share group: each slot of a worker is a member of its own. */
final class KafkaLiveSlots implements LiveSlots {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaLiveSlots.class);
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final String group;
    private final Admin admin;
    private final Thread thread;
    private volatile int count;

    KafkaLiveSlots(KafkaSettings settings) {
        group = settings.group();
        admin = Admin.create(settings.client());
        thread = Thread.ofVirtual().name("live-slots").start(this::watch);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public void close() {
        thread.interrupt();
        admin.close(Duration.ZERO);
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                ask();
                Thread.sleep(PERIOD);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was known stays when the brokers do not answer. */
    private void ask() throws InterruptedException {
        try {
            ShareGroupDescription described =
                    admin.describeShareGroups(List.of(group)).all().get().get(group);
            count = described == null ? 0 : described.members().size();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                count = 0;
            } else {
                LOG.atDebug().setCause(e).log("members of the share group could not be asked for");
            }
        }
    }
}
