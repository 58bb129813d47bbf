package io.vmloom.cli.service;

import io.vmloom.unit.ByteSize;

/** How many tasks a worker does at once when nobody says so: one for each core, fewer where its heap is short. */
final class UsualSlots {
    /** A range of the largest images, what is read ahead of it, and what is being sent. */
    private static final long SLOT_BYTES = 128 * ByteSize.MIB;

    /** Clients of store and broker, and the program itself. */
    private static final long PROGRAM_BYTES = 128 * ByteSize.MIB;

    private UsualSlots() {}

    static int ofThisProcess() {
        Runtime runtime = Runtime.getRuntime();
        return of(runtime.availableProcessors(), runtime.maxMemory());
    }

    static int of(int cores, long heapBytes) {
        return Math.clamp((heapBytes - PROGRAM_BYTES) / SLOT_BYTES, 1, cores);
    }
}
