package io.vmloom.format.cloop;

import io.vmloom.codec.Codec;
import io.vmloom.error.ImageException;
import io.vmloom.extent.CompressedUnit;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentLookup;
import io.vmloom.extent.Mapping;
import io.vmloom.source.ByteSource;
import io.vmloom.source.TableWindow;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.nio.ByteOrder;

/** Looks up blocks. Not thread-safe. */
final class CloopBlocks implements ExtentLookup {
    private static final int MEMBER = 0;

    /** QEMU's limit: more than zlib makes of any block. */
    private static final long MAX_STORED_BYTES = 2L * CompressedUnit.MAX_DECODED_BYTES;

    private final ByteSource source;
    private final CloopHeader header;
    private final TableWindow offsets;
    private final CompressedUnit unit;

    CloopBlocks(ByteSource source, CloopHeader header) {
        this.source = source;
        this.header = header;
        this.offsets = new TableWindow(source, CloopHeader.OFFSETS_AT, header.offsetsBytes(), ByteOrder.BIG_ENDIAN);
        this.unit = new CompressedUnit(Codec.ZLIB, CompressedUnit.Framing.BARE, header.blockBytes());
    }

    @Override
    public Extent at(long guestOffset) {
        long block = guestOffset / header.blockBytes();
        int skipBytes = (int) (guestOffset % header.blockBytes());
        long start = offsets.longAt(block);
        long end = offsets.longAt(block + 1);
        if (!isSound(start, end)) {
            throw ImageException.invalid(
                    source.name(),
                    CloopHeader.OFFSETS_AT + block * Long.BYTES,
                    "guest offset 0x" + Long.toHexString(block * header.blockBytes())
                            + ": block of 1 byte to 128 MiB must lie behind the offsets inside the file of 0x"
                            + Long.toHexString(source.sizeBytes()) + " bytes, got: 0x" + Long.toHexString(start)
                            + " to 0x" + Long.toHexString(end));
        }
        return new Extent(
                new GuestOffset(guestOffset),
                header.blockBytes() - skipBytes,
                new Mapping.Compressed(MEMBER, new HostOffset(start), (int) (end - start), unit, skipBytes));
    }

    @Override
    public long damagedBytes(long guestOffset) {
        long block = guestOffset / header.blockBytes();
        return isSound(offsets.longAt(block), offsets.longAt(block + 1))
                ? 0
                : header.blockBytes() - guestOffset % header.blockBytes();
    }

    private boolean isSound(long start, long end) {
        return start >= header.dataOffset()
                && end > start
                && end <= source.sizeBytes()
                && end - start <= MAX_STORED_BYTES;
    }
}
