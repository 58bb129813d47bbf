package io.vmloom.format.vhdx;

import io.vmloom.error.ImageException;
import io.vmloom.extent.Parent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * What a differencing disk says of its parent: texts by keys.
 *
 * @see <a href="https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-vhdx/b8a1e4d5-6e1d-4a2c-a9c8-aa7e7d9c9a1d">
 *     MS-VHDX, 2.6.2.6 "Parent Locator"</a>
 */
final class ParentLocator {
    /** The only kind of locator there is: the parent is a VHDX file. */
    static final UUID VHDX_PARENT = UUID.fromString("b04aefb7-d19e-4a81-b789-25b8e9445913");

    static final String LINKAGE = "parent_linkage";
    private static final List<String> PLACES = List.of("relative_path", "absolute_win32_path", "volume_path");
    private static final int COUNT_AT = 18;
    private static final int ENTRIES_AT = 20;
    private static final int ENTRY_BYTES = 12;

    /** The specification lets items have 1 MiB in all; paths of Windows have 32 Ki characters at the most. */
    private static final int MAX_BYTES = 256 << 10;

    private ParentLocator() {}

    static Parent read(MetadataTable table) {
        ByteBuffer item = table.bytes(Items.PARENT_LOCATOR, "the parent locator", ENTRIES_AT, MAX_BYTES);
        long offset = table.offset(Items.PARENT_LOCATOR, "the parent locator");
        UUID type = Guid.read(item, 0);
        if (!type.equals(VHDX_PARENT)) {
            throw ImageException.unsupported(
                    table.file().name(),
                    "its parent is of an unknown kind, " + type,
                    "merge it into its parent with the program that made it");
        }
        Map<String, String> texts = new HashMap<>();
        int count = Short.toUnsignedInt(item.getShort(COUNT_AT));
        for (int i = 0; i < count; i++) {
            int at = ENTRIES_AT + i * ENTRY_BYTES;
            table.file()
                    .require(
                            offset + COUNT_AT,
                            at + ENTRY_BYTES <= item.capacity(),
                            "the parent locator must hold its " + count + " entries");
            String key = text(table, item, offset + at, item.getInt(at), item.getShort(at + 8));
            texts.putIfAbsent(
                    key.toLowerCase(Locale.ROOT),
                    text(table, item, offset + at, item.getInt(at + 4), item.getShort(at + 10)));
        }
        String linkage = texts.getOrDefault(LINKAGE, "");
        table.file()
                .require(
                        offset,
                        linkage.matches("\\{\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}}"),
                        "the parent locator must have the parent's identifier as " + LINKAGE + ", got: '" + linkage
                                + "'");
        List<String> names = PLACES.stream()
                .map(key -> texts.getOrDefault(key, ""))
                .filter(name -> !name.isEmpty())
                .toList();
        return new Parent.Identified(names, identity(UUID.fromString(linkage.substring(1, linkage.length() - 1))));
    }

    /** A parent is known by what its header has for the last change of its data. */
    static String identity(UUID dataWriteId) {
        return "VHDX data write id " + dataWriteId;
    }

    private static String text(MetadataTable table, ByteBuffer item, long entryOffset, int start, short lengthBytes) {
        int length = Short.toUnsignedInt(lengthBytes);
        table.file()
                .require(
                        entryOffset,
                        start >= 0 && start <= item.capacity() - length,
                        "a text of the parent locator must lie inside it, got: " + length + " bytes at "
                                + Integer.toUnsignedString(start));
        byte[] bytes = new byte[length];
        item.get(start, bytes);
        return new String(bytes, StandardCharsets.UTF_16LE).replaceAll("\\p{Cntrl}", "?");
    }
}
