package io.vmloom.coordinator.watch;

import io.vmloom.fragment.WorkStats;

/**
 * Bytes that went through.
 *
 * @param source read
 * @param guest covered
 * @param target written
 * @param data decoded, which is what progress is told in
 */
public record Amounts(long source, long guest, long target, long data) {
    static final Amounts NONE = new Amounts(0, 0, 0, 0);

    static Amounts of(WorkStats stats) {
        return new Amounts(stats.sourceBytes(), stats.guestBytes(), stats.targetBytes(), 0);
    }

    static Amounts ofData(long bytes) {
        return new Amounts(0, 0, 0, bytes);
    }

    Amounts plus(Amounts more) {
        return new Amounts(source + more.source, guest + more.guest, target + more.target, data + more.data);
    }
}
