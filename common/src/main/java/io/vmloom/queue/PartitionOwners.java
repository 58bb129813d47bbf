package io.vmloom.queue;

import java.util.Map;
import java.util.Set;

/** Divides the partitions of the state among the coordinators that are there. Thread-safe. */
public interface PartitionOwners extends AutoCloseable {
    /**
     * Takes the part that falls to this coordinator, from now on.
     *
     * @param address where other coordinators find this one
     */
    void join(String address, Member member);

    /** Where the coordinator is that has a partition, by partition, as far as is known now; those that nobody has are left out. */
    Map<Integer, String> addresses();

    /** Leaves its part to others. */
    @Override
    void close();

    /** A coordinator. Called by one thread. */
    interface Member {
        /** What it works on. */
        Set<Integer> owned();

        /** These are its own from now on; throws a {@link io.vmloom.error.ConversionException} to be asked again. */
        void claim(Set<Integer> partitions);

        /** These are others' from now on. */
        void leave(Set<Integer> partitions);
    }
}
