package io.vmloom.format.vhdx;

import io.vmloom.error.ImageException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where the block allocation table and the metadata stand, by the region table or its copy.
 *
 * @see <a href="https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-vhdx/1a948a85-7c4e-4b62-8f25-2b4f3ab2a9f2">
 *     MS-VHDX, 2.2.3 "Region Table"</a>
 */
record Regions(Region blockTable, Region metadata) {
    static final int FIRST_AT = 192 << 10;
    static final int SECOND_AT = 256 << 10;
    static final int TABLE_BYTES = 64 << 10;
    static final int SIGNATURE = 0x69676572; // "regi"
    static final UUID BLOCK_TABLE = UUID.fromString("2dc27766-f623-4200-9d64-115e9bfd4a08");
    static final UUID METADATA = UUID.fromString("8b7ca206-4790-4b9a-b8fe-575f050f886e");

    static final int COUNT_AT = 8;
    static final int HEADER_BYTES = 16;
    static final int ENTRY_BYTES = 32;
    static final int REQUIRED = 1;

    private static final int MAX_ENTRIES = 2047;

    /** @param entryOffset where the entry stands, for messages */
    record Region(UUID id, long offset, long lengthBytes, boolean required, long entryOffset) {
        long end() {
            return offset + lengthBytes;
        }
    }

    /** The first table whose checksum is right. Unknown regions are refused if the file says that they are needed. */
    static Regions read(PatchedFile file) {
        for (int offset : new int[] {FIRST_AT, SECOND_AT}) {
            if (offset <= file.endOffset() - TABLE_BYTES) {
                ByteBuffer table = file.read(offset, TABLE_BYTES);
                if (table.getInt(0) == SIGNATURE && Checksum.holds(table)) {
                    return of(file, entries(file, table, offset));
                }
            }
        }
        throw ImageException.invalid(
                file.name(), FIRST_AT, "one of the two region tables must have its signature and checksum");
    }

    private static Regions of(PatchedFile file, List<Region> regions) {
        @Nullable Region blockTable = null;
        @Nullable Region metadata = null;
        for (Region region : regions) {
            if (region.id().equals(BLOCK_TABLE) && blockTable == null) {
                blockTable = region;
            } else if (region.id().equals(METADATA) && metadata == null) {
                metadata = region;
            } else if (region.id().equals(BLOCK_TABLE) || region.id().equals(METADATA)) {
                file.require(region.entryOffset(), false, "region " + region.id() + " must be there once");
            } else if (region.required()) {
                throw ImageException.unsupported(
                        file.name(),
                        "it has a region that this version does not know and that reading needs: " + region.id(),
                        "rewrite it with the program that made it");
            }
        }
        if (blockTable == null || metadata == null) {
            throw ImageException.invalid(
                    file.name(),
                    FIRST_AT,
                    "the region table must name the " + (metadata == null ? "metadata" : "block allocation table"));
        }
        file.require(
                metadata.entryOffset(),
                blockTable.end() <= metadata.offset() || metadata.end() <= blockTable.offset(),
                "metadata and block allocation table must not overlap");
        return new Regions(blockTable, metadata);
    }

    private static List<Region> entries(PatchedFile file, ByteBuffer table, int tableOffset) {
        long count = Integer.toUnsignedLong(table.getInt(COUNT_AT));
        file.require(
                tableOffset + COUNT_AT,
                count <= MAX_ENTRIES,
                "the region table must have at most " + MAX_ENTRIES + " entries, got: " + count);
        List<Region> regions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = HEADER_BYTES + i * ENTRY_BYTES;
            Region region = new Region(
                    Guid.read(table, at),
                    table.getLong(at + 16),
                    Integer.toUnsignedLong(table.getInt(at + 24)),
                    (table.getInt(at + 28) & REQUIRED) != 0,
                    tableOffset + (long) at);
            boolean aligned =
                    region.offset() % FileHeader.ALIGNMENT == 0 && region.lengthBytes() % FileHeader.ALIGNMENT == 0;
            file.require(
                    region.entryOffset(),
                    aligned
                            && region.offset() >= FileHeader.ALIGNMENT
                            && region.lengthBytes() > 0
                            && region.offset() <= file.endOffset() - region.lengthBytes(),
                    "region " + region.id() + " must be whole MiB behind the headers inside the file of 0x"
                            + Long.toHexString(file.endOffset()) + " bytes, got: 0x"
                            + Long.toHexString(region.lengthBytes()) + " bytes at 0x"
                            + Long.toHexString(region.offset()));
            regions.add(region);
        }
        return regions;
    }
}
