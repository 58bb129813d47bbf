package io.vmloom.coordinator.schedule;

import io.vmloom.coordinator.terms.BatchTerms;
import io.vmloom.coordinator.terms.Priority;
import java.time.Instant;

/** One batch's claim to turns. Changes count from the next turn on. Thread-safe. */
public final class Share {
    private final BatchTerms terms;
    private volatile Priority priority;
    private volatile boolean held;
    private volatile boolean ending;

    public Share(BatchTerms terms) {
        this.terms = terms;
        this.priority = terms.priority();
    }

    public BatchTerms terms() {
        return terms;
    }

    public Priority priority() {
        return priority;
    }

    public void prioritize(Priority changed) {
        priority = changed;
    }

    /** Gets no turns until it is {@link #release released}. */
    public void hold() {
        held = true;
    }

    public void release() {
        held = false;
    }

    public boolean isHeld() {
        return held;
    }

    /** Its items only have to end now, which waits for nobody and nothing. */
    public void end() {
        ending = true;
    }

    boolean isEnding() {
        return ending;
    }

    boolean isOpenAt(Instant now) {
        return !held && terms.openAt(now);
    }
}
