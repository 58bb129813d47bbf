package io.vmloom.object;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Has a growing file written to its disk while it is being made, so that the disk works alongside the conversion and the
 * sync at its end finds little left; unless the file is left to the system. Thread-safe.
 */
final class WriteBehind {
    /** Enough for the disk to write in long runs, little enough to be written in a moment at the end. */
    private static final long STEP_BYTES = 128L << 20;

    private final FileChannel channel;
    private final Durability durability;
    private final AtomicLong unsynced = new AtomicLong();
    private final AtomicBoolean running = new AtomicBoolean();
    private final ReentrantLock syncing = new ReentrantLock();
    private @Nullable IOException failure;

    WriteBehind(FileChannel channel, Durability durability) {
        this.channel = channel;
        this.durability = durability;
    }

    /** Tells that so many bytes more were written. */
    void wrote(long bytes) {
        if (synced() && unsynced.addAndGet(bytes) >= STEP_BYTES && running.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("write-behind").start(this::steps);
        }
    }

    /** Waits until everything is on disk; fails too when an earlier step failed, which the system tells only once. */
    void finish() throws IOException {
        if (!synced()) {
            return;
        }
        syncing.lock();
        try {
            if (failure != null) {
                throw failure;
            }
            channel.force(true);
        } finally {
            syncing.unlock();
        }
    }

    private boolean synced() {
        return durability == Durability.SYNCED;
    }

    private void steps() {
        do {
            step();
        } while (unsynced.get() >= STEP_BYTES && channel.isOpen());
        running.set(false);
    }

    private void step() {
        syncing.lock();
        try {
            unsynced.set(0);
            channel.force(false);
        } catch (ClosedChannelException e) {
            // The file was discarded.
        } catch (IOException e) {
            failure = e;
        } finally {
            syncing.unlock();
        }
    }
}
