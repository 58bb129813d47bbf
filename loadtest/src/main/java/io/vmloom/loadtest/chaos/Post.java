package io.vmloom.loadtest.chaos;

import io.vmloom.error.InternalException;
import io.vmloom.loadtest.launch.Member;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;

/** A place for one process of the cluster, which is filled again when it falls vacant. Thread-safe. */
final class Post implements AutoCloseable {
    /** As a supervisor has: what does not stop when told to is killed. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private static final int ATTEMPTS = 5;

    private final IntFunction<Member> starter;
    private final ReentrantLock occupied = new ReentrantLock();
    private Member holder;
    private int starts = 1;
    private int vacancies;

    /** @param starter is told how many were started before, and returns when the process is at work */
    Post(IntFunction<Member> starter) {
        this.starter = starter;
        holder = starter.apply(0);
    }

    /** Ends the process by a signal and starts the next one after a while. */
    void replace(String signal, Duration absence) {
        occupied.lock();
        try {
            holder.signal(signal);
            if (!holder.endsWithin(GRACE)) {
                holder.signal("KILL");
                holder.endsWithin(GRACE);
            }
            Member.pause(absence);
            fill();
        } finally {
            occupied.unlock();
        }
    }

    void stall(Duration time) {
        occupied.lock();
        try {
            holder.signal("STOP");
            Member.pause(time);
            holder.signal("CONT");
        } finally {
            occupied.unlock();
        }
    }

    /** Fills it when its process ended by itself; does nothing while somebody else is at it. */
    void tend() {
        if (occupied.tryLock()) {
            try {
                if (!holder.isAlive()) {
                    vacancies++;
                    fill();
                }
            } finally {
                occupied.unlock();
            }
        }
    }

    /** How often its process ended by itself. */
    int vacancies() {
        return vacancies;
    }

    /** A process that gives up before it is at work, as one does that the broker keeps waiting, is followed by another. */
    private void fill() {
        for (int left = ATTEMPTS; ; left--) {
            try {
                holder = starter.apply(starts++);
                return;
            } catch (InternalException e) {
                if (left == 1) {
                    throw e;
                }
                vacancies++;
            }
        }
    }

    @Override
    public void close() {
        holder.close();
    }
}
