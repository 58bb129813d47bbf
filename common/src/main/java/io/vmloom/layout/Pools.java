package io.vmloom.layout;

import io.vmloom.store.StoreCapabilities;
import io.vmloom.unit.ByteSize;
import java.util.ArrayList;
import java.util.List;

/** Groups neighbouring staged fragments into parts. */
final class Pools {
    /** Compositions are not made longer than this without need: a worker holds one in memory. */
    private static final long POOL_BYTES = 64 * ByteSize.MIB;

    private Pools() {}

    /** The length that a composition of short fragments aims at; leaves room for one short group more. */
    static long poolBytes(StoreCapabilities limits) {
        return Math.max(limits.minPartBytes(), Math.min(POOL_BYTES, limits.maxPartBytes() - limits.minPartBytes()));
    }

    /**
     * Groups in the given order, each at least the least part, except for the last one. A fragment that is long enough
     * stays alone where it can, so that it is copied server-side.
     */
    static List<List<FragmentSize>> group(List<FragmentSize> fragments, StoreCapabilities limits) {
        List<List<FragmentSize>> groups = new ArrayList<>();
        List<FragmentSize> group = new ArrayList<>();
        long total = 0;
        for (FragmentSize fragment : fragments) {
            boolean alone = group.size() == 1 || fragment.lengthBytes() >= limits.minPartBytes();
            if (total >= limits.minPartBytes() && (alone || total + fragment.lengthBytes() > poolBytes(limits))) {
                groups.add(group);
                group = new ArrayList<>();
                total = 0;
            }
            group.add(fragment);
            total = Math.addExact(total, fragment.lengthBytes());
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
        return groups;
    }

    /** The same, but a short last group is joined to its predecessor if there is one. */
    static List<List<FragmentSize>> groupWithoutRest(List<FragmentSize> fragments, StoreCapabilities limits) {
        List<List<FragmentSize>> groups = group(fragments, limits);
        if (groups.size() > 1 && bytes(groups.getLast()) < limits.minPartBytes()) {
            List<FragmentSize> rest = groups.removeLast();
            groups.getLast().addAll(rest);
        }
        return groups;
    }

    /** How many compositions at most become of this many fragments, each shorter than the least part. */
    static int atMost(int fragments, StoreCapabilities limits) {
        long surplus = poolBytes(limits) - limits.minPartBytes();
        if (surplus <= limits.minPartBytes()) {
            return fragments;
        }
        return Math.toIntExact(1 + Math.multiplyExact((long) fragments, limits.minPartBytes()) / surplus);
    }

    static long bytes(List<FragmentSize> group) {
        return group.stream().mapToLong(FragmentSize::lengthBytes).reduce(0, Math::addExact);
    }
}
