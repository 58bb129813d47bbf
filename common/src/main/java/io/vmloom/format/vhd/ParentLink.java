package io.vmloom.format.vhd;

import io.vmloom.extent.Parent;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * What the header of a differencing disk says of its parent.
 *
 * @param names where the parent was, relative ones first
 * @see <a href="https://www.microsoft.com/en-us/download/details.aspx?id=23850">Virtual Hard Disk Image Format
 *     Specification, "Parent Locator Entry"</a>
 */
record ParentLink(UUID id, List<String> names) {
    private static final int ID_AT = 40;
    private static final int NAME_AT = 64;
    private static final int NAME_BYTES = 512;
    private static final int LOCATORS_AT = 576;
    private static final int LOCATOR_BYTES = 24;
    private static final int LOCATORS = 8;
    private static final int LENGTH_AT = 8;
    private static final int OFFSET_AT = 16;

    /** Longer paths than Windows can have are no names. */
    private static final long MAX_NAME_BYTES = 64 << 10;

    ParentLink {
        names = List.copyOf(names);
    }

    /** Where the platform code of a locator says that a name stands, in the order in which the names are tried. */
    private enum Platform {
        WINDOWS_RELATIVE(0x57327275, StandardCharsets.UTF_16LE), // W2ru
        WINDOWS_ABSOLUTE(0x57326b75, StandardCharsets.UTF_16LE), // W2ku
        MAC_URL(0x4d616358, StandardCharsets.UTF_8); // MacX

        private final int code;
        private final Charset charset;

        Platform(int code, Charset charset) {
            this.code = code;
            this.charset = charset;
        }
    }

    private record Found(Platform platform, String name) {}

    /** @param header the dynamic header's bytes; names that stand nowhere in the file are left out */
    static ParentLink read(ByteSource source, ByteBuffer header) {
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < LOCATORS; i++) {
            int at = LOCATORS_AT + i * LOCATOR_BYTES;
            for (Platform platform : Platform.values()) {
                long lengthBytes = Integer.toUnsignedLong(header.getInt(at + LENGTH_AT));
                long offset = header.getLong(at + OFFSET_AT);
                if (header.getInt(at) == platform.code
                        && lengthBytes <= MAX_NAME_BYTES
                        && offset >= 0
                        && offset <= source.sizeBytes() - lengthBytes) {
                    byte[] name = new byte[(int) lengthBytes];
                    source.read(offset, ByteBuffer.wrap(name));
                    found.add(new Found(platform, text(name, platform.charset)));
                }
            }
        }
        found.sort(Comparator.comparing(Found::platform));
        List<String> names = new ArrayList<>(found.stream().map(Found::name).toList());
        byte[] name = new byte[NAME_BYTES];
        header.get(NAME_AT, name);
        names.add(text(name, StandardCharsets.UTF_16BE));
        return new ParentLink(
                new UUID(header.getLong(ID_AT), header.getLong(ID_AT + Long.BYTES)),
                names.stream().filter(one -> !one.isEmpty()).distinct().toList());
    }

    Parent parent() {
        return new Parent.Identified(names, identity(id));
    }

    static String identity(UUID id) {
        return "VHD unique id " + id;
    }

    private static String text(byte[] bytes, Charset charset) {
        String text = new String(bytes, charset);
        int end = text.indexOf('\0');
        return (end < 0 ? text : text.substring(0, end)).replaceAll("\\p{Cntrl}", "?");
    }
}
