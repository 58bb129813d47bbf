package io.vmloom.format.dmg;

import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentLookup;
import io.vmloom.extent.Mapping;
import io.vmloom.unit.GuestOffset;
import java.util.List;

/** Finds the chunk of a guest offset. */
record DmgChunks(List<Chunk> chunks, long virtualBytes) implements ExtentLookup {
    @Override
    public Extent at(long guestOffset) {
        int next = firstEndingBehind(guestOffset);
        Chunk chunk = next < chunks.size() ? chunks.get(next) : null;
        if (chunk == null || chunk.start() > guestOffset) {
            long gapEnd = chunk == null ? virtualBytes : chunk.start();
            return new Extent(new GuestOffset(guestOffset), gapEnd - guestOffset, Mapping.Unallocated.INSTANCE);
        }
        long skipBytes = guestOffset - chunk.start();
        return new Extent(new GuestOffset(guestOffset), chunk.lengthBytes() - skipBytes, chunk.mapping(skipBytes));
    }

    private int firstEndingBehind(long guestOffset) {
        int low = 0;
        int high = chunks.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (chunks.get(middle).end() > guestOffset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
