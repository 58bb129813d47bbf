package io.vmloom.format.vhdx;

import io.vmloom.error.ImageException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The items of the metadata by identifier; what the file says is needed and this version does not know is refused. */
record MetadataTable(PatchedFile file, Regions.Region region, Map<UUID, Item> items) {
    private static final Set<UUID> KNOWN = Set.of(
            Items.FILE_PARAMETERS,
            Items.DISK_SIZE,
            Items.DISK_ID,
            Items.LOGICAL_SECTOR,
            Items.PHYSICAL_SECTOR,
            Items.PARENT_LOCATOR);

    /** @param offset in the file */
    record Item(UUID id, long offset, long lengthBytes, int flags, long entryOffset) {}

    MetadataTable {
        items = Map.copyOf(items);
    }

    static MetadataTable read(PatchedFile file, Regions.Region region) {
        ByteBuffer table = file.read(region.offset(), Items.TABLE_BYTES);
        file.require(region.offset(), table.getLong(0) == Items.TABLE_SIGNATURE, "the metadata table has no signature");
        int count = Short.toUnsignedInt(table.getShort(Items.COUNT_AT));
        file.require(
                region.offset() + Items.COUNT_AT,
                count <= Items.MAX_ENTRIES,
                "the metadata table must have at most " + Items.MAX_ENTRIES + " entries, got: " + count);
        Map<UUID, Item> items = new HashMap<>();
        for (int i = 0; i < count; i++) {
            int at = Items.HEADER_BYTES + i * Items.ENTRY_BYTES;
            Item item = new Item(
                    Guid.read(table, at),
                    region.offset() + Integer.toUnsignedLong(table.getInt(at + 16)),
                    Integer.toUnsignedLong(table.getInt(at + 20)),
                    table.getInt(at + 24),
                    region.offset() + at);
            if (KNOWN.contains(item.id()) && (item.flags() & Items.USER) == 0) {
                file.require(
                        item.entryOffset(),
                        items.putIfAbsent(item.id(), item) == null,
                        "metadata item " + item.id() + " must be there once");
            } else if ((item.flags() & Items.REQUIRED) != 0) {
                throw ImageException.unsupported(
                        file.name(),
                        "it has metadata that this version does not know and that reading needs: " + item.id(),
                        "rewrite it with the program that made it");
            }
        }
        return new MetadataTable(file, region, items);
    }

    boolean has(UUID id) {
        return items.containsKey(id);
    }

    /** Where the item's bytes stand, for messages. */
    long offset(UUID id, String what) {
        return item(id, what).offset();
    }

    /** An item that must be there, and have at least this length. */
    ByteBuffer bytes(UUID id, String what, int lengthBytes) {
        return bytes(id, what, lengthBytes, lengthBytes);
    }

    /** As much of the item as there is, up to a limit. */
    ByteBuffer bytes(UUID id, String what, int lengthBytes, int maxBytes) {
        Item item = item(id, what);
        file.require(
                item.entryOffset(),
                item.lengthBytes() >= lengthBytes
                        && item.offset() >= region.offset() + Items.TABLE_BYTES
                        && item.offset() <= region.end() - item.lengthBytes(),
                what + " must have " + lengthBytes + " bytes behind the table inside the metadata, got: "
                        + item.lengthBytes() + " bytes at 0x" + Long.toHexString(item.offset()));
        return file.read(item.offset(), (int) Math.min(item.lengthBytes(), maxBytes));
    }

    private Item item(UUID id, String what) {
        Item item = items.get(id);
        if (item == null) {
            throw ImageException.invalid(file.name(), region.offset(), "the metadata must hold " + what);
        }
        return item;
    }
}
