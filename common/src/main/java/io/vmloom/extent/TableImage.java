package io.vmloom.extent;

import io.vmloom.source.ByteSource;
import io.vmloom.unit.GuestOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An image in one file, whose tables say of each block, grain or cluster where it stands.
 *
 * @param details in display order
 * @param tables a new look-up, which need not be thread-safe
 */
public record TableImage(
        String format,
        ByteSource source,
        long virtualBytes,
        int compressedUnitBytes,
        long mappingUnitBytes,
        Map<String, String> details,
        Optional<Parent> parent,
        Supplier<ExtentLookup> tables)
        implements DiskImage {
    /** How many entries an answer may wait for. */
    private static final int JOINED_UNITS = 16 << 10;

    /** An image that needs no other. */
    public TableImage(
            String format,
            ByteSource source,
            long virtualBytes,
            int compressedUnitBytes,
            long mappingUnitBytes,
            Map<String, String> details,
            Supplier<ExtentLookup> tables) {
        this(format, source, virtualBytes, compressedUnitBytes, mappingUnitBytes, details, Optional.empty(), tables);
    }

    @Override
    public List<ByteSource> members() {
        return List.of(source);
    }

    @Override
    public ExtentCursor extents(GuestOffset from) {
        return new JoiningCursor(tables.get(), virtualBytes, JOINED_UNITS * mappingUnitBytes, mappingUnitBytes, from);
    }
}
