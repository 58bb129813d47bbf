package io.vmloom.format.vdi;

import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The slot of each block, read a window at a time: the map of a large disk has gigabytes. Not thread-safe. */
final class BlockMap {
    static final int ENTRY_BYTES = 4;

    /** Never allocated; any content is as good, and every program reads zeros. */
    static final int FREE = 0xffff_ffff;

    /** Known to be zero. */
    static final int ZERO = 0xffff_fffe;

    /** As much as one request to an object store is worth. */
    private static final int WINDOW_BYTES = 256 << 10;

    private final ByteSource source;
    private final VdiHeader header;
    private long windowBlock;
    private ByteBuffer window = ByteBuffer.allocate(0);

    BlockMap(ByteSource source, VdiHeader header) {
        this.source = source;
        this.header = header;
    }

    int entry(long block) {
        if (block < windowBlock || block >= windowBlock + window.capacity() / ENTRY_BYTES) {
            long rest = (header.blocks() - block) * ENTRY_BYTES;
            window = ByteBuffer.allocate((int) Math.min(WINDOW_BYTES, rest)).order(ByteOrder.LITTLE_ENDIAN);
            windowBlock = block;
            source.read(entryOffset(block), window);
        }
        return window.getInt((int) (block - windowBlock) * ENTRY_BYTES);
    }

    /** File offset of an entry. */
    long entryOffset(long block) {
        return header.mapOffset() + block * ENTRY_BYTES;
    }
}
