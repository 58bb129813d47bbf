package io.vmloom.cli.report;

import io.vmloom.extent.DiskImage;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.Mapping;
import io.vmloom.unit.GuestOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The extents of an image as people and scripts see them, neighbours of one kind joined. */
public final class MapRows {
    private static final String COLUMNS = "%-18s %-18s %-18s %s";

    /** Of the columns that {@link Row#line} fills. */
    public static final String HEADER = COLUMNS.formatted("GUEST OFFSET", "LENGTH", "FILE OFFSET", "KIND");

    /** What a run of guest bytes is. */
    public enum Kind {
        DATA,
        ENCRYPTED,
        COMPRESSED,
        ZERO,
        HOLE,
        LOST;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param fileOffset of plain and of encrypted data */
    public record Row(long start, long lengthBytes, Kind kind, OptionalLong fileOffset) {
        /** For JSON; names and units are a contract. */
        public Map<String, Object> tree() {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("start", start);
            tree.put("length", lengthBytes);
            tree.put("kind", kind.label());
            fileOffset.ifPresent(offset -> tree.put("offset", offset));
            return tree;
        }

        /** For people. */
        public String line() {
            String offset = fileOffset.isPresent() ? hex(fileOffset.getAsLong()) : "-";
            return COLUMNS.formatted(hex(start), hex(lengthBytes), offset, kind.label());
        }

        private static String hex(long number) {
            return "0x" + Long.toHexString(number);
        }

        private Optional<Row> join(Row next) {
            boolean joins = kind == next.kind
                    && (fileOffset.isEmpty()
                            || next.fileOffset.isPresent()
                                    && fileOffset.getAsLong() + lengthBytes == next.fileOffset.getAsLong());
            return joins
                    ? Optional.of(new Row(start, lengthBytes + next.lengthBytes, kind, fileOffset))
                    : Optional.empty();
        }
    }

    private MapRows() {}

    /** Visits the rows in guest order. */
    public static void forEach(DiskImage image, Consumer<Row> visitor) {
        ExtentCursor cursor = image.extents(GuestOffset.ZERO);
        Optional<Row> pending = Optional.empty();
        for (Optional<Extent> extent = cursor.next(); extent.isPresent(); extent = cursor.next()) {
            Row row = row(extent.get());
            Optional<Row> joined = pending.flatMap(before -> before.join(row));
            if (joined.isEmpty()) {
                pending.ifPresent(visitor);
            }
            pending = Optional.of(joined.orElse(row));
        }
        pending.ifPresent(visitor);
    }

    private static Row row(Extent extent) {
        long start = extent.start().bytes();
        long length = extent.lengthBytes();
        return switch (extent.mapping()) {
            case Mapping.Data(int member, var host) -> new Row(start, length, Kind.DATA, OptionalLong.of(host.bytes()));
            case Mapping.Encrypted encrypted ->
                new Row(
                        start,
                        length,
                        Kind.ENCRYPTED,
                        OptionalLong.of(encrypted.host().bytes()));
            case Mapping.Compressed compressed -> new Row(start, length, Kind.COMPRESSED, OptionalLong.empty());
            case Mapping.Zero zero -> new Row(start, length, Kind.ZERO, OptionalLong.empty());
            case Mapping.Unallocated unallocated -> new Row(start, length, Kind.HOLE, OptionalLong.empty());
            case Mapping.Lost lost -> new Row(start, length, Kind.LOST, OptionalLong.empty());
        };
    }
}
