package io.vmloom.table;

import java.util.BitSet;

/**
 * Which second-level tables a target needs: the guest is divided into groups of equal size, one table each.
 *
 * @param groupBytes guest bytes of one group
 */
public record GroupSet(long groupBytes, BitSet populated) {
    public GroupSet(long groupBytes) {
        this(groupBytes, new BitSet());
    }

    /** Marks every group that this run of guest bytes touches. */
    public void add(long guestOffset, long lengthBytes) {
        int first = Math.toIntExact(guestOffset / groupBytes);
        int last = Math.toIntExact((guestOffset + lengthBytes - 1) / groupBytes);
        populated.set(first, last + 1);
    }

    public boolean contains(long group) {
        return populated.get(Math.toIntExact(group));
    }

    public int count() {
        return populated.cardinality();
    }
}
