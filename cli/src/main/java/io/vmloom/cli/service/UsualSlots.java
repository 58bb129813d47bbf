package io.vmloom.cli.service;

import io.vmloom.unit.ByteSize;
import io.vmloom.worker.consume.SlotRange;

/**
 * How many tasks a worker does at once when nobody says so: one for each core, fewer where its heap is short; and more,
 * while they wait for stores, where it is long.
 */
final class UsualSlots {
    /** A range of the largest images, what is read ahead of it, and what is being sent. */
    private static final long SLOT_BYTES = 128 * ByteSize.MIB;

    /** Clients of store and broker, and the program itself. */
    private static final long PROGRAM_BYTES = 128 * ByteSize.MIB;

    /** By then as much as cores can decode is under way, but where stores are very far. */
    private static final int MOST_PER_CORE = 4;

    private UsualSlots() {}

    static SlotRange ofThisProcess() {
        Runtime runtime = Runtime.getRuntime();
        return of(runtime.availableProcessors(), runtime.maxMemory());
    }

    static SlotRange of(int cores, long heapBytes) {
        int affordable = Math.clamp((heapBytes - PROGRAM_BYTES) / SLOT_BYTES, 1, MOST_PER_CORE * cores);
        return new SlotRange(Math.min(cores, affordable), affordable);
    }
}
