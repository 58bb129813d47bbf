package io.vmloom.format.vhd;

import io.vmloom.error.ImageException;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.ImageReader;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.ByteSource;
import java.util.Optional;

/** Opens disks of all three types. */
final class VhdReader implements ImageReader {
    private static final int MAJOR_SHIFT = 16;

    /** Beyond it, sums of guest offsets could overflow. */
    private static final long MAX_VIRTUAL_BYTES = 1L << 62;

    @Override
    public DiskImage open(ByteSource source, OpenOptions options) {
        options.requireNoSnapshot(source.name(), "a VHD file", "; each is a differencing disk of its own");
        FoundFooter found = FoundFooter.in(source);
        Footer footer = found.footer();
        require(
                source,
                found.offset() + Footer.VERSION_AT,
                footer.version() >>> MAJOR_SHIFT == Footer.VERSION_1 >>> MAJOR_SHIFT,
                "the footer's version must be 1, got: 0x" + Integer.toHexString(footer.version()));
        DiskType type = DiskType.of(footer.type())
                .orElseThrow(() -> ImageException.invalid(
                        source.name(),
                        found.offset() + Footer.TYPE_AT,
                        "the disk type must be 2 (fixed), 3 (dynamic) or 4 (differencing), got: "
                                + Integer.toUnsignedString(footer.type())));
        SizeRule rule = SizeRule.of(footer);
        long virtualBytes = rule.virtualBytes(footer);
        require(
                source,
                found.offset() + rule.fieldAt(),
                virtualBytes >= 0 && virtualBytes <= MAX_VIRTUAL_BYTES,
                "the disk's size must be at most 2^62 bytes, got: 0x" + Long.toHexString(virtualBytes));
        return switch (type) {
            case FIXED -> fixed(source, found, rule, virtualBytes);
            case DYNAMIC, DIFFERENCING -> {
                DynamicHeader header = DynamicHeader.read(source, found, type, virtualBytes);
                yield new VhdImage(source, found, virtualBytes, Optional.of(header));
            }
        };
    }

    private static DiskImage fixed(ByteSource source, FoundFooter found, SizeRule rule, long virtualBytes) {
        require(
                source,
                found.offset() + Footer.TYPE_AT,
                found.damage().isEmpty(),
                "a fixed disk's footer must be at the end of the file, and there " + found.damage());
        require(
                source,
                found.offset() + rule.fieldAt(),
                virtualBytes <= found.endOffset(),
                "a fixed disk of 0x" + Long.toHexString(virtualBytes) + " bytes must end before its footer at 0x"
                        + Long.toHexString(found.endOffset()));
        return new VhdImage(source, found, virtualBytes, Optional.empty());
    }

    private static void require(ByteSource source, long offset, boolean condition, String rule) {
        if (!condition) {
            throw ImageException.invalid(source.name(), offset, rule);
        }
    }
}
