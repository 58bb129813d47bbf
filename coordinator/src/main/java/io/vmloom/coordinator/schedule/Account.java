package io.vmloom.coordinator.schedule;

import java.util.stream.Stream;

/**
 * How much somebody has been served. Whoever comes back after a while starts where those are that were served least of all
 * who stayed: nobody saves up turns, and nobody is owed them.
 */
final class Account {
    private long servedBytes;
    private int present;

    /** @param others those it shares with */
    void enter(Stream<Account> others) {
        if (present == 0) {
            servedBytes = Math.max(
                    servedBytes,
                    others.filter(other -> other.present > 0)
                            .mapToLong(Account::servedBytes)
                            .min()
                            .orElse(0));
        }
        present++;
    }

    void leave() {
        present--;
    }

    void serve(long bytes) {
        servedBytes += bytes;
    }

    long servedBytes() {
        return servedBytes;
    }
}
