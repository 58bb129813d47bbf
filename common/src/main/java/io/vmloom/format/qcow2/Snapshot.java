package io.vmloom.format.qcow2;

/**
 * An internal snapshot as the snapshot table lists it.
 *
 * @param entryOffset file offset of its entry, for messages
 */
record Snapshot(String id, String name, long entryOffset, L1Table.Claim l1) {
    @Override
    public String toString() {
        return id + " '" + name + "'";
    }
}
