package io.vmloom.format.vhdx;

import io.vmloom.error.ImageException;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentLookup;
import io.vmloom.extent.Mapping;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.Optional;

/** Looks up blocks in the allocation table, a window of which is in memory. Not thread-safe. */
final class BlockTable implements ExtentLookup {
    static final int OFFSET_SHIFT = 20;

    private static final int MEMBER = 0;
    private static final int NO_BLOCK = -1;
    private static final int WINDOW_BYTES = 256 << 10;

    private final PatchedFile file;
    private final Regions.Region region;
    private final Metadata metadata;
    private long windowFirst;
    private long bitmapBlock = NO_BLOCK;
    private BitSet bitmap = new BitSet();
    private ByteBuffer window = ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);

    /** A mapping and how many bytes of a block it holds for. */
    private record Piece(Mapping mapping, long lengthBytes) {}

    BlockTable(PatchedFile file, Regions.Region region, Metadata metadata) {
        this.file = file;
        this.region = region;
        this.metadata = metadata;
    }

    @Override
    public Extent at(long guestOffset) {
        Piece piece = piece(guestOffset / metadata.blockBytes(), guestOffset % metadata.blockBytes());
        return new Extent(new GuestOffset(guestOffset), piece.lengthBytes(), piece.mapping());
    }

    @Override
    public long damagedBytes(long guestOffset) {
        long block = guestOffset / metadata.blockBytes();
        long skipBytes = guestOffset % metadata.blockBytes();
        return isSound(block, skipBytes, entry(metadata.entryOf(block))) ? 0 : metadata.blockBytes() - skipBytes;
    }

    private boolean isSound(long block, long skipBytes, long entry) {
        Optional<BlockState> state = BlockState.of(entry);
        return state.isPresent()
                && switch (state.get()) {
                    case NOT_PRESENT, UNDEFINED, UNMAPPED, UNMAPPED_IN_DRAFT, ZERO -> true;
                    case FULLY_PRESENT -> isInside(block, hostOffset(entry));
                    case PARTIALLY_PRESENT ->
                        metadata.parent().isPresent()
                                && isBitmap(block, entry(metadata.bitmapEntryOf(block)))
                                && (isInside(block, hostOffset(entry))
                                        || !bitmap(block).get(sector(skipBytes)));
                };
    }

    /** What stands at {@code skipBytes} of a block. */
    private Piece piece(long block, long skipBytes) {
        long number = metadata.entryOf(block);
        long entry = entry(number);
        long rest = metadata.blockBytes() - skipBytes;
        return switch (BlockState.of(entry).orElseThrow(() -> invalid(block, "state 4 is reserved"))) {
            case NOT_PRESENT -> new Piece(Mapping.Unallocated.INSTANCE, rest);
            case UNDEFINED, UNMAPPED, UNMAPPED_IN_DRAFT ->
                new Piece(metadata.parent().isPresent() ? Mapping.Zero.INSTANCE : Mapping.Unallocated.INSTANCE, rest);
            case ZERO -> new Piece(Mapping.Zero.INSTANCE, rest);
            case FULLY_PRESENT -> data(block, hostOffset(entry), skipBytes);
            case PARTIALLY_PRESENT -> sectors(block, hostOffset(entry), skipBytes);
        };
    }

    private static long hostOffset(long entry) {
        return (entry >>> OFFSET_SHIFT) * FileHeader.ALIGNMENT;
    }

    /** Sectors whose bit is clear are those of the parent. */
    private Piece sectors(long block, long blockOffset, long skipBytes) {
        if (metadata.parent().isEmpty()) {
            throw invalid(block, "a block of a disk without parent must not be partially present");
        }
        BitSet present = bitmap(block);
        int sector = sector(skipBytes);
        boolean isPresent = present.get(sector);
        int end = isPresent ? present.nextClearBit(sector) : present.nextSetBit(sector);
        long restBytes = metadata.blockBytes() - skipBytes;
        long runBytes =
                end < 0 ? restBytes : Math.min(restBytes, (long) end * metadata.logicalSectorBytes() - skipBytes);
        if (!isPresent) {
            return new Piece(Mapping.Unallocated.INSTANCE, runBytes);
        }
        Piece data = data(block, blockOffset, skipBytes);
        return new Piece(data.mapping(), Math.min(data.lengthBytes(), runBytes));
    }

    private BitSet bitmap(long block) {
        if (bitmapBlock != block) {
            long entry = entry(metadata.bitmapEntryOf(block));
            if (!isBitmap(block, entry)) {
                throw invalid(
                        block,
                        "a partially present block needs its sector bitmap inside the file, got entry: 0x"
                                + Long.toHexString(entry));
            }
            bitmap = BitSet.valueOf(file.read(bitmapOffset(block, entry), (int) bitmapBytes()));
            bitmapBlock = block;
        }
        return bitmap;
    }

    private int sector(long skipBytes) {
        return (int) (skipBytes / metadata.logicalSectorBytes());
    }

    private long bitmapBytes() {
        return metadata.blockBytes() / metadata.logicalSectorBytes() / Byte.SIZE;
    }

    private long bitmapOffset(long block, long entry) {
        return hostOffset(entry) + block % metadata.chunkRatio() * bitmapBytes();
    }

    private boolean isBitmap(long block, long entry) {
        return BlockState.of(entry).filter(BlockState.FULLY_PRESENT::equals).isPresent()
                && hostOffset(entry) >= FileHeader.ALIGNMENT
                && bitmapOffset(block, entry) <= file.endOffset() - bitmapBytes();
    }

    /** What lies behind the file's present end, but before the one by its log, is zero. */
    private Piece data(long block, long blockOffset, long skipBytes) {
        long used = usedBytes(block);
        if (!isInside(block, blockOffset)) {
            throw invalid(
                    block,
                    "block of " + used + " bytes must lie behind the headers inside the file of 0x"
                            + Long.toHexString(file.endOffset()) + " bytes, got: 0x" + Long.toHexString(blockOffset));
        }
        if (file.overlay().touches(blockOffset, used)) {
            throw ImageException.unsupported(
                    file.name(),
                    "its log was not replayed and changes the disk's own data at offset 0x"
                            + Long.toHexString(blockOffset) + ", where only tables are replayed here",
                    "replay it with qemu-img check -r all or by attaching it in Windows");
        }
        long host = blockOffset + skipBytes;
        long inFile = file.source().sizeBytes() - host;
        long rest = used - skipBytes;
        return inFile <= 0
                ? new Piece(Mapping.Zero.INSTANCE, rest)
                : new Piece(new Mapping.Data(MEMBER, new HostOffset(host)), Math.min(rest, inFile));
    }

    private long usedBytes(long block) {
        return Math.min(metadata.blockBytes(), metadata.virtualBytes() - block * metadata.blockBytes());
    }

    private boolean isInside(long block, long blockOffset) {
        return blockOffset >= FileHeader.ALIGNMENT && blockOffset <= file.endOffset() - usedBytes(block);
    }

    private long entry(long number) {
        long at = (number - windowFirst) * Long.BYTES;
        if (at < 0 || at >= window.capacity()) {
            long left = (metadata.entries() - number) * Long.BYTES;
            window = file.read(region.offset() + number * Long.BYTES, (int) Math.min(WINDOW_BYTES, left));
            windowFirst = number;
            at = 0;
        }
        return window.getLong((int) at);
    }

    private ImageException invalid(long block, String rule) {
        return ImageException.invalid(
                file.name(),
                region.offset() + metadata.entryOf(block) * Long.BYTES,
                "guest offset 0x" + Long.toHexString(block * metadata.blockBytes()) + ": " + rule);
    }
}
