package io.vmloom.format.cow;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Where a header's fields stand. QEMU wrote the structure as its compiler padded it, so that the layout depends on the
 * machine; user-mode Linux did the same at first.
 *
 * @see <a href="https://github.com/torvalds/linux/blob/master/arch/um/drivers/cow_user.c">cow_user.c of Linux</a>
 */
enum CowLayout {
    QEMU_X86_64("QEMU on x86_64", 2, new Name(8, 1024), 1040, 1048, 1056),
    QEMU_I386("QEMU on i386", 2, new Name(8, 1024), 1036, 1044, 1048),
    UML_1("user-mode Linux, version 1", 1, new Name(8, 256), 268, 276, 280),
    UML_2("user-mode Linux, version 2", 2, new Name(8, 4096), 4108, 4116, 4120),
    UML_3("user-mode Linux, version 3", 3, new Name(32, 4096), 12, 20, 4128),
    UML_3_PADDED("user-mode Linux, version 3 with padding", 3, new Name(36, 4096), 16, 24, 4136);

    /** The longest header. */
    static final int MAX_BYTES = 4136;

    static final int SECTOR_BYTES = 512;

    private static final int QEMU_X86_64_PADDING_AT = 1036;
    private static final int MAX_ALIGNMENT = 1 << 30;
    private static final int BITMAP_FORMAT = 0;

    private final String title;
    private final int version;
    private final Name name;
    private final int sizeAt;
    private final int sectorSizeAt;
    private final int bytes;

    /** The backing file's name, ended by a NUL. */
    record Name(int at, int maxBytes) {}

    CowLayout(String title, int version, Name name, int sizeAt, int sectorSizeAt, int bytes) {
        this.title = title;
        this.version = version;
        this.name = name;
        this.sizeAt = sizeAt;
        this.sectorSizeAt = sectorSizeAt;
        this.bytes = bytes;
    }

    /** In the order in which they are tried. */
    static List<CowLayout> of(long version) {
        return Arrays.stream(values())
                .filter(layout -> layout.version == version)
                .toList();
    }

    String title() {
        return title;
    }

    Name backingName() {
        return name;
    }

    int sizeAt() {
        return sizeAt;
    }

    int sectorSizeAt() {
        return sectorSizeAt;
    }

    /** Where the header ends; the bitmap follows there, aligned. */
    int bytes() {
        return bytes;
    }

    /** Whether a header has what this layout demands: all fields but size and name. */
    boolean fits(ByteBuffer header, int headerBytes) {
        return headerBytes >= bytes
                && header.getInt(sectorSizeAt) == SECTOR_BYTES
                && switch (this) {
                    case QEMU_X86_64 -> header.getInt(QEMU_X86_64_PADDING_AT) == 0;
                    case QEMU_I386, UML_1, UML_2 -> true;
                    case UML_3, UML_3_PADDED ->
                        isAlignment(header.getInt(alignmentAt())) && header.getInt(formatAt()) == BITMAP_FORMAT;
                };
    }

    /** What the bitmap is aligned to. */
    int bitmapAlignment(ByteBuffer header) {
        return switch (this) {
            case QEMU_X86_64, QEMU_I386, UML_1, UML_2 -> 1;
            case UML_3, UML_3_PADDED -> header.getInt(alignmentAt());
        };
    }

    /** What the first sector is aligned to. */
    int dataAlignment(ByteBuffer header) {
        return switch (this) {
            case QEMU_X86_64, QEMU_I386, UML_1, UML_2 -> SECTOR_BYTES;
            case UML_3, UML_3_PADDED -> header.getInt(alignmentAt());
        };
    }

    /**
     * Whether the bitmap has a bit for each of so many sectors: before version 3, user-mode Linux rounded its bytes down.
     */
    boolean hasBitOfEverySector(long sectors) {
        return switch (this) {
            case QEMU_X86_64, QEMU_I386, UML_3, UML_3_PADDED -> true;
            case UML_1, UML_2 -> sectors % Byte.SIZE == 0;
        };
    }

    private int alignmentAt() {
        return sectorSizeAt + Integer.BYTES;
    }

    private int formatAt() {
        return alignmentAt() + Integer.BYTES;
    }

    private static boolean isAlignment(int value) {
        return value >= SECTOR_BYTES && value <= MAX_ALIGNMENT && Integer.bitCount(value) == 1;
    }
}
