package io.vmloom.format;

import io.vmloom.check.ClaimVisitor;
import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import io.vmloom.source.TableWindow;
import io.vmloom.unit.Alignment;
import java.nio.ByteOrder;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Entries of eight bytes in two levels, found by cluster number, a window of each level in memory. Not thread-safe. */
public final class TwoLevelTable {
    private static final long ABSENT = 0;

    private final ByteSource source;
    private final Shape shape;
    private final TableWindow first;
    private long number = -1;
    private @Nullable TableWindow second;

    /**
     * Whoever makes it has checked that the first level lies inside the file.
     *
     * @param secondAlignment what second-level tables are aligned to, in bytes
     */
    public record Shape(long firstOffset, long firstEntries, int secondEntries, long secondAlignment, ByteOrder order) {
        long secondBytes() {
            return (long) secondEntries * Long.BYTES;
        }
    }

    public TwoLevelTable(ByteSource source, Shape shape) {
        this.source = source;
        this.shape = shape;
        this.first = new TableWindow(source, shape.firstOffset(), shape.firstEntries() * Long.BYTES, shape.order());
    }

    /** Whether this cluster has a second-level table at all. */
    public boolean hasTable(long cluster) {
        return first.longAt(cluster / shape.secondEntries()) != ABSENT;
    }

    /**
     * The answer to {@link io.vmloom.extent.ExtentLookup#damagedBytes}.
     *
     * @param soundEntry whether an entry of the second level makes sense
     */
    public long damagedBytes(long guestOffset, long clusterBytes, LongPredicate soundEntry) {
        long cluster = guestOffset / clusterBytes;
        if (!hasTable(cluster)) {
            return 0;
        }
        if (!isSound(first.longAt(cluster / shape.secondEntries()))) {
            long groupBytes = shape.secondEntries() * clusterBytes;
            return groupBytes - guestOffset % groupBytes;
        }
        return soundEntry.test(entry(cluster)) ? 0 : clusterBytes - guestOffset % clusterBytes;
    }

    /** The entry of a cluster that has a table. */
    public long entry(long cluster) {
        return second(cluster / shape.secondEntries()).longAt(cluster % shape.secondEntries());
    }

    /** File offset of the entry, for messages. */
    public long entryOffset(long cluster) {
        return first.longAt(cluster / shape.secondEntries()) + cluster % shape.secondEntries() * Long.BYTES;
    }

    /** Claims the tables of the second level; those that lie outside the file are left out. */
    public void claimSecond(ClaimVisitor claims) {
        for (long table = 0; table < shape.firstEntries(); table++) {
            long offset = first.longAt(table);
            if (offset != ABSENT && isSound(offset)) {
                claims.claim("L2 table", table, offset, shape.secondBytes());
            }
        }
    }

    private TableWindow second(long table) {
        TableWindow current = second;
        if (current == null || number != table) {
            long offset = first.longAt(table);
            if (!isSound(offset)) {
                throw ImageException.invalid(
                        source.name(),
                        shape.firstOffset() + table * Long.BYTES,
                        "L2 table " + table + " of " + shape.secondBytes() + " bytes must be aligned to "
                                + shape.secondAlignment() + " bytes and lie inside the file of 0x"
                                + Long.toHexString(source.sizeBytes()) + " bytes, got: 0x" + Long.toHexString(offset));
            }
            current = new TableWindow(source, offset, shape.secondBytes(), shape.order());
            second = current;
            number = table;
        }
        return current;
    }

    private boolean isSound(long offset) {
        return offset > 0
                && Alignment.isAligned(offset, shape.secondAlignment())
                && offset <= source.sizeBytes() - shape.secondBytes();
    }
}
