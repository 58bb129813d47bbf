package io.vmloom.format.vhd;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The fields of the footer, or of its copy in front, that matter.
 *
 * @param headerOffset where the dynamic header stands; all ones in fixed disks
 * @param creator four bytes that name the program, such as {@code "win "}
 * @param type as it stands, {@link DiskType} or not
 * @see <a href="https://www.microsoft.com/en-us/download/details.aspx?id=23850">Virtual Hard Disk Image Format
 *     Specification, "Hard Disk Footer Format"</a>
 */
record Footer(
        int version,
        long headerOffset,
        int timestamp,
        String creator,
        int creatorVersion,
        long currentBytes,
        Geometry geometry,
        int type,
        UUID id,
        boolean savedState) {
    static final String COOKIE = "conectix";
    static final int BYTES = 512;

    /** Products before Virtual PC 2004 left out the last byte, which is reserved. */
    static final int SHORT_BYTES = 511;

    static final int VERSION_1 = 0x0001_0000;
    static final long NO_HEADER = -1;

    /** Offsets of fields, for messages. */
    static final int VERSION_AT = 12;

    static final int HEADER_OFFSET_AT = 16;
    static final int CURRENT_SIZE_AT = 48;
    static final int GEOMETRY_AT = 56;
    static final int TYPE_AT = 60;
    static final int CHECKSUM_AT = 64;

    private static final int CREATOR_BYTES = 4;

    /** Reserved, and always set. */
    private static final int FEATURES = 2;

    /** Windows, which every program writes. */
    private static final String CREATOR_OS = "Wi2k";

    static boolean hasCookie(byte[] bytes) {
        return new String(bytes, 0, COOKIE.length(), StandardCharsets.ISO_8859_1).equals(COOKIE);
    }

    static int checksum(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt(CHECKSUM_AT);
    }

    /** Cookie and checksum were checked before. */
    static Footer of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte[] creator = new byte[CREATOR_BYTES];
        in.get(28, creator);
        return new Footer(
                in.getInt(VERSION_AT),
                in.getLong(HEADER_OFFSET_AT),
                in.getInt(24),
                new String(creator, StandardCharsets.ISO_8859_1),
                in.getInt(32),
                in.getLong(CURRENT_SIZE_AT),
                new Geometry(
                        in.getShort(GEOMETRY_AT) & 0xffff,
                        in.get(GEOMETRY_AT + 2) & 0xff,
                        in.get(GEOMETRY_AT + 3) & 0xff),
                in.getInt(TYPE_AT),
                new UUID(in.getLong(68), in.getLong(76)),
                in.get(84) != 0);
    }

    byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.put(ascii(COOKIE)).putInt(FEATURES).putInt(version).putLong(headerOffset);
        out.putInt(timestamp).put(ascii(creator)).putInt(creatorVersion).put(ascii(CREATOR_OS));
        out.putLong(currentBytes).putLong(currentBytes); // as it was made, and now
        out.putShort((short) geometry.cylinders());
        out.put((byte) geometry.heads()).put((byte) geometry.sectorsPerTrack());
        out.putInt(type).putInt(0);
        out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        out.put((byte) (savedState ? 1 : 0));
        return Checksum.sealed(out.array(), CHECKSUM_AT);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
