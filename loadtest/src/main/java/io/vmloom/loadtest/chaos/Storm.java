package io.vmloom.loadtest.chaos;

import io.vmloom.error.InternalException;
import io.vmloom.loadtest.launch.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Faults by chance, a few of them at the same time. What is decided depends on the seed alone; when it happens does not. */
final class Storm implements AutoCloseable {
    /** Longer than a coordinator's session, and than what a broker needs to take back a lock that has run out. */
    private static final Duration BEYOND_SESSION = Duration.ofSeconds(9);

    private static final Duration BEYOND_LOCK = Duration.ofSeconds(3);

    private static final int AT_ONCE = 5;
    private static final int MOST_REQUESTS = 12;
    private static final int MOST_MESSAGES = 10;

    private final Cluster cluster;
    private final SplittableRandom random;
    private final Duration longestAbsence;
    private final ExecutorService hands =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory());
    private final List<Future<?>> underWay = new ArrayList<>();
    private final Map<Fault, Integer> injected = new EnumMap<>(Fault.class);

    Storm(Cluster cluster, long seed, Duration longestAbsence) {
        this.cluster = cluster;
        this.random = new SplittableRandom(seed);
        this.longestAbsence = longestAbsence;
    }

    /** Waits for a moment, does something evil unless enough of it is under way, and answers what. */
    Optional<Fault> blow() {
        Member.pause(Duration.ofMillis(100 + random.nextInt(900)));
        underWay.removeIf(Storm::over);
        if (underWay.size() == AT_ONCE) {
            return Optional.empty();
        }
        Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
        underWay.add(hands.submit(decided(fault)));
        injected.merge(fault, 1, Integer::sum);
        return Optional.of(fault);
    }

    /** Waits until everything is mended. */
    void calmDown() {
        while (!underWay.isEmpty()) {
            underWay.removeIf(Storm::over);
            Member.pause(Duration.ofMillis(100));
        }
    }

    /** How often each was injected until now. */
    Map<Fault, Integer> injected() {
        return new EnumMap<>(injected);
    }

    int count() {
        return injected.values().stream().mapToInt(Integer::intValue).sum();
    }

    private Runnable decided(Fault fault) {
        Post worker = any(cluster.workers());
        Post coordinator = any(cluster.coordinators());
        Duration stall = millis(500, 4_500);
        Duration absence = millis(0, (int) longestAbsence.toMillis() + 1);
        int requests = 1 + random.nextInt(MOST_REQUESTS);
        int messages = 1 + random.nextInt(MOST_MESSAGES);
        Duration late =
                stall.plus(Duration.ofMillis(random.nextLong(cluster.taskLock().toMillis())));
        return switch (fault) {
            case WORKER_KILLED -> () -> worker.replace("KILL", Duration.ZERO);
            case WORKER_STOPPED -> () -> worker.replace("TERM", Duration.ZERO);
            case WORKER_STALLED -> () -> worker.stall(stall);
            case WORKER_ASLEEP ->
                () -> worker.stall(stall.plus(cluster.taskLock()).plus(BEYOND_LOCK));
            case COORDINATOR_KILLED -> () -> coordinator.replace("KILL", absence);
            case COORDINATOR_STOPPED -> () -> coordinator.replace("TERM", Duration.ZERO);
            case COORDINATOR_STALLED -> () -> coordinator.stall(stall);
            case COORDINATOR_ASLEEP -> () -> coordinator.stall(stall.plus(BEYOND_SESSION));
            case BROKER_KILLED -> () -> cluster.broker().replace("KILL", absence);
            case BROKER_STOPPED -> () -> cluster.broker().replace("TERM", Duration.ZERO);
            case BROKER_STALLED -> () -> cluster.broker().stall(stall);
            case BROKER_ASLEEP ->
                () -> cluster.broker().stall(stall.plus(cluster.taskLock()).plus(BEYOND_SESSION));
            case STORE_KILLED -> () -> cluster.store().replace("KILL", absence);
            case STORE_STALLED -> () -> cluster.store().stall(stall);
            case STORE_BUSY -> () -> cluster.faultyStore().arm(StoreFault.BUSY, requests);
            case STORE_SLOW -> () -> cluster.faultyStore().arm(StoreFault.SLOW, requests);
            case STORE_RESET -> () -> cluster.faultyStore().arm(StoreFault.RESET, requests);
            case STORE_TRUNCATING -> () -> cluster.faultyStore().arm(StoreFault.TRUNCATED, requests);
            case STORE_FORGETFUL -> () -> cluster.faultyStore().arm(StoreFault.FORGETFUL, requests);
            case STORE_SILENT -> () -> cluster.faultyStore().arm(StoreFault.SILENT, requests);
            case MESSAGES_REPEATED -> () -> cluster.echo().repeat(cluster.echo().latest(messages));
            case MESSAGES_LATE -> {
                Echo echo = cluster.echo();
                List<ConsumerRecord<byte[], byte[]>> heard = echo.latest(messages);
                yield () -> {
                    Member.pause(late);
                    echo.repeat(heard);
                };
            }
        };
    }

    private Duration millis(int least, int span) {
        return Duration.ofMillis(least + random.nextInt(span));
    }

    private Post any(List<Post> posts) {
        return posts.get(random.nextInt(posts.size()));
    }

    private static boolean over(Future<?> evil) {
        if (!evil.isDone()) {
            return false;
        }
        try {
            evil.get();
            return true;
        } catch (ExecutionException e) {
            throw new InternalException("a fault could not be injected: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        hands.shutdownNow();
    }
}
