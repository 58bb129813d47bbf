package io.vmloom.format.parallels;

import io.vmloom.error.ImageException;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentLookup;
import io.vmloom.extent.Mapping;
import io.vmloom.format.HostClusters;
import io.vmloom.source.ByteSource;
import io.vmloom.source.TableWindow;
import io.vmloom.unit.GuestOffset;
import java.nio.ByteOrder;

/** Looks up blocks in the allocation table. Not thread-safe. */
final class ParallelsBlocks implements ExtentLookup {
    private static final int UNALLOCATED = 0;

    private final ByteSource source;
    private final ParallelsHeader header;
    private final TableWindow entries;

    ParallelsBlocks(ByteSource source, ParallelsHeader header) {
        this.source = source;
        this.header = header;
        this.entries = new TableWindow(source, ParallelsHeader.BYTES, header.tableBytes(), ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public Extent at(long guestOffset) {
        long block = guestOffset / header.blockBytes();
        long skipBytes = guestOffset % header.blockBytes();
        long restBytes = header.blockBytes() - skipBytes;
        int entry = entries.intAt(block);
        if (entry == UNALLOCATED) {
            return new Extent(new GuestOffset(guestOffset), restBytes, Mapping.Unallocated.INSTANCE);
        }
        long hostOffset = hostOffset(entry);
        if (!isSound(hostOffset)) {
            throw ImageException.invalid(
                    source.name(),
                    ParallelsHeader.BYTES + block * Integer.BYTES,
                    "guest offset 0x" + Long.toHexString(block * header.blockBytes())
                            + ": block must begin behind the allocation table inside the file of 0x"
                            + Long.toHexString(source.sizeBytes()) + " bytes, got: 0x" + Long.toHexString(hostOffset));
        }
        return HostClusters.data(guestOffset, hostOffset + skipBytes, restBytes, source.sizeBytes());
    }

    @Override
    public long damagedBytes(long guestOffset) {
        int entry = entries.intAt(guestOffset / header.blockBytes());
        return entry == UNALLOCATED || isSound(hostOffset(entry))
                ? 0
                : header.blockBytes() - guestOffset % header.blockBytes();
    }

    private long hostOffset(int entry) {
        return Integer.toUnsignedLong(entry) * header.entryBytes();
    }

    private boolean isSound(long hostOffset) {
        return hostOffset >= ParallelsHeader.BYTES + header.tableBytes() && hostOffset < source.sizeBytes();
    }
}
