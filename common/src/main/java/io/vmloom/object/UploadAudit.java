package io.vmloom.object;

import io.vmloom.store.PartReceipt;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Compares what a store holds with what was accepted, before completion: the last upload of a part number wins, and it
 * may be one of a worker that was given up. Parts that nobody accepted do no harm, as completion does not name them.
 *
 * @param missing accepted part numbers that the store does not list
 * @param different accepted part numbers whose size or ETag in the store is another
 */
public record UploadAudit(SortedSet<Integer> missing, SortedSet<Integer> different) {
    public static UploadAudit of(Collection<PartReceipt> listed, Collection<PartReceipt> accepted) {
        Map<Integer, PartReceipt> byNumber = new HashMap<>();
        listed.forEach(part -> byNumber.put(part.partNumber(), part));
        SortedSet<Integer> missing = new TreeSet<>();
        SortedSet<Integer> different = new TreeSet<>();
        for (PartReceipt part : accepted) {
            PartReceipt held = byNumber.get(part.partNumber());
            if (held == null) {
                missing.add(part.partNumber());
            } else if (!held.equals(part)) {
                different.add(part.partNumber());
            }
        }
        return new UploadAudit(missing, different);
    }

    /** Whether every accepted part is what the store holds. */
    public boolean clean() {
        return missing.isEmpty() && different.isEmpty();
    }
}
