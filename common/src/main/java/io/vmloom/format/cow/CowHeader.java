package io.vmloom.format.cow;

import io.vmloom.error.ImageException;
import io.vmloom.format.PrintableText;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.Alignment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The header, found readable.
 *
 * @param backingName of the file that absent sectors are read from, or empty
 * @param bitmapBytes one bit for each sector, lowest bit first
 * @param dataOffset where the disk's first sector stands or would stand
 */
record CowHeader(
        CowLayout layout, String backingName, long bitmapOffset, long bitmapBytes, long dataOffset, long virtualBytes) {
    static final String MAGIC = "OOOM";

    /** As little-endian machines wrote it before version 2. */
    static final String MAGIC_SWAPPED = "MOOO";

    private static final int VERSION_AT = 4;
    private static final int VERSION_END = 8;

    /** Keeps all offsets far below 2^63. */
    private static final long MAX_BYTES = 1L << 60;

    static CowHeader read(ByteSource source) {
        int headerBytes = (int) Math.min(CowLayout.MAX_BYTES, source.sizeBytes());
        if (headerBytes < VERSION_END) {
            throw cut(source);
        }
        ByteBuffer bytes = ByteBuffer.allocate(CowLayout.MAX_BYTES);
        source.read(0, bytes.slice(0, headerBytes));
        boolean swapped = bytes.get(0) == MAGIC_SWAPPED.charAt(0);
        bytes.order(swapped ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        CowLayout layout = layout(source, bytes, headerBytes, swapped);
        return new Checks(source, bytes, layout).header();
    }

    private static CowLayout layout(ByteSource source, ByteBuffer bytes, int headerBytes, boolean swapped) {
        long version = Integer.toUnsignedLong(bytes.getInt(VERSION_AT));
        List<CowLayout> known = CowLayout.of(version);
        if (known.isEmpty() || swapped && version != 1) {
            throw ImageException.unsupported(
                    source.name(),
                    "version " + version + " of the cow format is unknown"
                            + (swapped ? " in little-endian order" : "; 1 to 3 are read"),
                    "convert it with the program that made it");
        }
        if (known.stream().allMatch(layout -> headerBytes < layout.bytes())) {
            throw cut(source);
        }
        return known.stream()
                .filter(layout -> layout.fits(bytes, headerBytes))
                .findFirst()
                .orElseThrow(() -> ImageException.invalid(
                        source.name(),
                        known.getFirst().sectorSizeAt(),
                        "the header must say that sectors have 512 bytes, at "
                                + known.stream()
                                        .map(layout -> "0x" + Integer.toHexString(layout.sectorSizeAt()) + " ("
                                                + layout.title() + ")")
                                        .collect(Collectors.joining(" or "))));
    }

    private static ImageException cut(ByteSource source) {
        return ImageException.invalid(source.name(), source.sizeBytes(), "the file ends inside the cow header");
    }

    /** What makes a header unreadable once its layout is known. */
    private record Checks(ByteSource source, ByteBuffer bytes, CowLayout layout) {
        CowHeader header() {
            long sizeBytes = bytes.getLong(layout.sizeAt());
            if (sizeBytes < 0 || sizeBytes > MAX_BYTES) {
                throw invalid("the disk's size must be at most 2^60, got: " + Long.toUnsignedString(sizeBytes));
            }
            // Programs count whole sectors.
            long sectors = sizeBytes / CowLayout.SECTOR_BYTES;
            if (!layout.hasBitOfEverySector(sectors)) {
                throw invalid("the disk's size must be a multiple of 4096 in this version, whose bitmap has no bits for"
                        + " the last sectors otherwise, got: " + sizeBytes);
            }
            long bitmapBytes = Math.ceilDiv(sectors, Byte.SIZE);
            long bitmapOffset = Alignment.up(layout.bytes(), layout.bitmapAlignment(bytes));
            if (bitmapBytes > source.sizeBytes() - bitmapOffset) {
                throw invalid("the bitmap of " + bitmapBytes + " bytes at 0x" + Long.toHexString(bitmapOffset)
                        + " must lie inside the file of 0x" + Long.toHexString(source.sizeBytes()) + " bytes");
            }
            long dataOffset = Alignment.up(bitmapOffset + bitmapBytes, layout.dataAlignment(bytes));
            return new CowHeader(
                    layout, backingName(), bitmapOffset, bitmapBytes, dataOffset, sectors * CowLayout.SECTOR_BYTES);
        }

        private String backingName() {
            int at = layout.backingName().at();
            return PrintableText.of(Arrays.copyOfRange(
                    bytes.array(), at, at + layout.backingName().maxBytes()));
        }

        private ImageException invalid(String reason) {
            return ImageException.invalid(source.name(), layout.sizeAt(), reason);
        }
    }
}
