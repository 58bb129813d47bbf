package io.vmloom.worker.convert;

import io.vmloom.error.InternalException;
import java.util.Comparator;
import java.util.List;

/** A window whose source bytes are in memory. */
record FetchedWindow(Window window, List<Block> blocks) {
    private static final Comparator<Block> BY_PLACE = Comparator.comparingInt((Block block) -> block.fetch.member())
            .thenComparingLong(block -> block.fetch.hostOffset());

    /**
     * The bytes of one read.
     *
     * @param bytes of which the first are those; there may be more
     */
    record Block(Fetch fetch, byte[] bytes) {}

    FetchedWindow {
        blocks = blocks.stream().sorted(BY_PLACE).toList();
    }

    long sourceBytes() {
        return blocks.stream().mapToLong(block -> block.fetch.lengthBytes()).sum();
    }

    /** The block that holds these bytes. */
    Block block(int member, long hostOffset, long lengthBytes) {
        int low = 0;
        int high = blocks.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            Fetch fetch = blocks.get(middle).fetch;
            if (fetch.member() < member || (fetch.member() == member && fetch.hostOffset() <= hostOffset)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        // Only units longer than the longest read overlap, so the block is the found one or right before it.
        for (int candidate = low; candidate >= 0 && candidate >= low - 1; candidate--) {
            Block block = blocks.get(candidate);
            if (block.fetch.covers(member, hostOffset) && hostOffset + lengthBytes <= block.fetch.end()) {
                return block;
            }
        }
        throw new InternalException("bytes at 0x" + Long.toHexString(hostOffset) + " were not fetched", null);
    }
}
