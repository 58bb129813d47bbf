package io.vmloom.format.vdi;

import io.vmloom.error.ImageException;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentLookup;
import io.vmloom.extent.Mapping;
import io.vmloom.source.ByteSource;
import io.vmloom.source.TableWindow;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.nio.ByteOrder;

/** The slot of each block, read a window at a time: the map of a large disk has gigabytes. Not thread-safe. */
final class BlockMap implements ExtentLookup {
    static final int ENTRY_BYTES = 4;

    /** Never allocated; any content is as good, and every program reads zeros. */
    static final int FREE = 0xffff_ffff;

    /** Known to be zero. */
    static final int ZERO = 0xffff_fffe;

    private static final int MEMBER = 0;

    private final ByteSource source;
    private final VdiHeader header;
    private final TableWindow entries;

    BlockMap(ByteSource source, VdiHeader header) {
        this.source = source;
        this.header = header;
        this.entries = new TableWindow(source, header.mapOffset(), header.mapBytes(), ByteOrder.LITTLE_ENDIAN);
    }

    /** Two blocks may share a slot, which harms nobody who only reads. */
    @Override
    public Extent at(long guestOffset) {
        long block = guestOffset / header.blockBytes();
        long skipBytes = guestOffset % header.blockBytes();
        int entry = entry(block);
        Mapping mapping = switch (entry) {
            case FREE -> Mapping.Unallocated.INSTANCE;
            case ZERO -> Mapping.Zero.INSTANCE;
            default -> data(block, Integer.toUnsignedLong(entry), skipBytes);
        };
        return new Extent(new GuestOffset(guestOffset), header.blockBytes() - skipBytes, mapping);
    }

    @Override
    public long damagedBytes(long guestOffset) {
        long block = guestOffset / header.blockBytes();
        int entry = entry(block);
        return entry == FREE || entry == ZERO || isSound(block, host(Integer.toUnsignedLong(entry)))
                ? 0
                : header.blockBytes() - guestOffset % header.blockBytes();
    }

    private Mapping data(long block, long slot, long skipBytes) {
        long host = host(slot);
        if (!isSound(block, host)) {
            throw ImageException.invalid(
                    source.name(),
                    entryOffset(block),
                    "guest offset 0x" + Long.toHexString(block * header.blockBytes()) + ": the " + usedBytes(block)
                            + " bytes of slot " + slot + " must lie inside the file of 0x"
                            + Long.toHexString(source.sizeBytes()) + " bytes, got: 0x" + Long.toHexString(host));
        }
        return new Mapping.Data(MEMBER, new HostOffset(host + skipBytes));
    }

    private long host(long slot) {
        return header.dataOffset() + slot * header.slotBytes() + header.extraBytes();
    }

    private boolean isSound(long block, long host) {
        return host <= source.sizeBytes() - usedBytes(block);
    }

    private long usedBytes(long block) {
        return Math.min(header.blockBytes(), header.virtualBytes() - block * header.blockBytes());
    }

    int entry(long block) {
        return entries.intAt(block);
    }

    /** File offset of an entry. */
    long entryOffset(long block) {
        return header.mapOffset() + block * ENTRY_BYTES;
    }
}
