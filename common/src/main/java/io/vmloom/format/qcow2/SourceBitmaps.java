package io.vmloom.format.qcow2;

import io.vmloom.error.ImageException;
import io.vmloom.extent.DirtyBitmap;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.ByteSize;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The persistent bitmaps of an image, checked. Their content stays in the file. */
final class SourceBitmaps {
    /** QEMU allows 65535, which no disk has; names and places of these take some megabytes. */
    private static final int MAX_BITMAPS = 4096;

    /** QEMU's limit for one; here for all of them, since each bit is read twice. */
    private static final long MAX_CONTENT_BYTES = 512 * ByteSize.MIB;

    private static final int MIN_GRANULARITY_BITS = 9;
    private static final int MAX_GRANULARITY_BITS = 31;
    private static final long KNOWN_FLAGS = BitmapEntry.IN_USE | BitmapEntry.AUTO;

    private final ByteSource source;
    private final Qcow2Header header;

    private SourceBitmaps(ByteSource source, Qcow2Header header) {
        this.source = source;
        this.header = header;
    }

    static List<DirtyBitmap> read(ByteSource source, Qcow2Header header) {
        long extension = HeaderExtensions.read(source, header).bitmapsOffset();
        return extension == 0 ? List.of() : new SourceBitmaps(source, header).directory(extension);
    }

    private List<DirtyBitmap> directory(long extension) {
        BigEndianReader in = new BigEndianReader(source, "the bitmaps extension", extension);
        long count = in.u32();
        in.u32();
        long lengthBytes = in.u64();
        long offset = in.u64();
        require(
                count <= MAX_BITMAPS
                        && offset > 0
                        && lengthBytes >= count * BitmapEntry.FIXED_BYTES
                        && offset <= source.sizeBytes() - lengthBytes,
                extension,
                "the directory of at most " + MAX_BITMAPS + " bitmaps must lie inside the file, got: " + count
                        + " bitmaps in " + lengthBytes + " bytes at 0x" + Long.toHexString(offset));
        in.moveTo(offset);
        List<DirtyBitmap> bitmaps = new ArrayList<>();
        Set<String> names = new HashSet<>();
        long contentBytes = 0;
        for (long i = 0; i < count; i++) {
            DirtyBitmap bitmap = bitmap(BitmapEntry.read(in));
            require(
                    names.add(bitmap.name()),
                    in.offset(),
                    "two bitmaps must not have the name '" + bitmap.name() + "'");
            contentBytes += bitmap.lengthBytes(header.virtualBytes());
            bitmaps.add(bitmap);
        }
        require(
                in.offset() <= offset + lengthBytes && contentBytes <= MAX_CONTENT_BYTES,
                extension,
                "bitmaps must lie in their directory and have at most " + ByteSize.format(MAX_CONTENT_BYTES)
                        + " together, got: " + contentBytes + " bytes");
        return bitmaps;
    }

    private DirtyBitmap bitmap(BitmapEntry entry) {
        long at = entry.entryOffset();
        require(
                entry.type() == BitmapEntry.DIRTY_TRACKING
                        && (entry.flags() & ~KNOWN_FLAGS) == 0
                        && entry.extraBytes() == 0,
                at,
                "a bitmap must be of type 1 without unknown flags or extra data");
        require(
                entry.granularityBits() >= MIN_GRANULARITY_BITS && entry.granularityBits() <= MAX_GRANULARITY_BITS,
                at,
                "granularity_bits of a bitmap must be 9 to 31, got: " + entry.granularityBits());
        require(
                !entry.name().isEmpty(),
                at,
                "the name of a bitmap must have 1 to " + BitmapEntry.MAX_NAME_BYTES + " bytes");
        // A program that does not know bitmaps takes the bit away when it writes.
        boolean broken = entry.has(BitmapEntry.IN_USE) || !header.hasBitmaps();
        Content content = new Content(entry);
        DirtyBitmap bitmap =
                new DirtyBitmap(entry.name(), entry.granularityBits(), entry.has(BitmapEntry.AUTO), broken, content);
        long tableEntries = Math.ceilDiv(bitmap.lengthBytes(header.virtualBytes()), clusterBytes());
        require(
                broken
                        || entry.tableEntries() == tableEntries
                                && (tableEntries == 0
                                        || entry.tableOffset() > 0
                                                && entry.tableOffset()
                                                        <= source.sizeBytes() - tableEntries * Long.BYTES),
                at,
                "the table of bitmap '" + entry.name() + "' must have " + tableEntries
                        + " entries inside the file, got: " + entry.tableEntries() + " at 0x"
                        + Long.toHexString(entry.tableOffset()));
        return bitmap;
    }

    private int clusterBytes() {
        return header.geometry().clusterBytes();
    }

    private void require(boolean condition, long offset, String rule) {
        if (!condition) {
            throw ImageException.invalid(source.name(), offset, rule);
        }
    }

    /** Finds the clusters of a bitmap by its table. */
    private final class Content implements DirtyBitmap.Content {
        private final BitmapEntry entry;
        private final BigEndianReader table;

        Content(BitmapEntry entry) {
            this.entry = entry;
            this.table = new BigEndianReader(source, "a bitmap table", entry.tableOffset());
        }

        @Override
        public void read(long offset, byte[] bytes) {
            int done = 0;
            while (done < bytes.length) {
                int skip = (int) ((offset + done) % clusterBytes());
                int length = Math.min(bytes.length - done, clusterBytes() - skip);
                readPiece((offset + done) / clusterBytes(), skip, ByteBuffer.wrap(bytes, done, length));
                done += length;
            }
        }

        private void readPiece(long cluster, int skip, ByteBuffer piece) {
            if (cluster >= entry.tableEntries()) {
                fill(piece, 0);
                return;
            }
            long at = entry.tableOffset() + cluster * Long.BYTES;
            table.moveTo(at);
            long raw = table.u64();
            long host = raw & BitmapEntry.OFFSET_MASK;
            require(
                    (raw & ~BitmapEntry.OFFSET_MASK) == 0 || raw == BitmapEntry.ALL_ONES,
                    at,
                    "reserved bits of a bitmap table's entry must be 0, got: 0x" + Long.toHexString(raw));
            if (host == 0) {
                fill(piece, raw == BitmapEntry.ALL_ONES ? 0xff : 0);
                return;
            }
            require(
                    Alignment.isAligned(host, clusterBytes()) && host <= source.sizeBytes() - skip - piece.remaining(),
                    at,
                    "a cluster of a bitmap must be aligned and inside the file, got: 0x" + Long.toHexString(host));
            source.read(host + skip, piece);
        }

        private static void fill(ByteBuffer piece, int value) {
            Arrays.fill(piece.array(), piece.position(), piece.limit(), (byte) value);
        }
    }
}
