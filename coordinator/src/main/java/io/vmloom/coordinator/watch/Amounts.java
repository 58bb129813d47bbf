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
        return new Amounts(stats.sourceBytes(), stats.guestBytes(), stats.targetBytes(), data(stats));
    }

    /** Of what is read to be compared alone: nothing goes anywhere. */
    static Amounts ofData(WorkStats stats) {
        return new Amounts(0, 0, 0, data(stats));
    }

    private static long data(WorkStats stats) {
        return stats.guestBytes() - stats.zeroBytes();
    }

    /** The part of it that is between two of so many pieces. */
    Amounts piece(int from, int until, int pieces) {
        return new Amounts(
                piece(source, from, until, pieces),
                piece(guest, from, until, pieces),
                piece(target, from, until, pieces),
                piece(data, from, until, pieces));
    }

    /** All pieces together are the whole. */
    private static long piece(long whole, int from, int until, int pieces) {
        return whole * until / pieces - whole * from / pieces;
    }

    Amounts plus(Amounts more) {
        return new Amounts(source + more.source, guest + more.guest, target + more.target, data + more.data);
    }
}
