package io.vmloom.format.qcow2;

import io.vmloom.check.ClaimVisitor;
import io.vmloom.source.ByteSource;

/**
 * What persistent bitmaps occupy.
 *
 * @see <a href="https://gitlab.com/qemu-project/qemu/-/blob/master/docs/interop/qcow2.rst">qcow2 specification, "Bitmaps
 *     extension"</a>
 */
final class BitmapDirectory {
    private static final int MAX_BITMAPS = 65535;
    private static final long MAX_TABLE_BYTES = 32L << 20;

    private BitmapDirectory() {}

    static void claims(ByteSource source, Qcow2Header header, ClaimVisitor claims, MetadataWalk.Problems problems) {
        long extension = HeaderExtensions.read(source, header).bitmapsOffset();
        if (extension == 0) {
            return;
        }
        BigEndianReader in = new BigEndianReader(source, "the bitmaps extension", extension);
        long bitmaps = in.u32();
        in.u32();
        long directoryBytes = in.u64();
        long directoryOffset = in.u64();
        if (bitmaps > MAX_BITMAPS
                || directoryBytes < 0
                || directoryOffset <= 0
                || directoryOffset > source.sizeBytes() - directoryBytes) {
            problems.found(extension, "the bitmap directory must lie inside the file");
            return;
        }
        claims.claim(MetadataWalk.BITMAP, 0, directoryOffset, directoryBytes);
        in.moveTo(directoryOffset);
        for (long i = 0;
                i < bitmaps && in.offset() <= directoryOffset + directoryBytes - BitmapEntry.FIXED_BYTES;
                i++) {
            BitmapEntry entry = BitmapEntry.read(in);
            long tableOffset = entry.tableOffset();
            long tableBytes = entry.tableEntries() * Long.BYTES;
            if (tableBytes > MAX_TABLE_BYTES || tableOffset < 0 || tableOffset > source.sizeBytes() - tableBytes) {
                problems.found(entry.entryOffset(), "the table of bitmap " + i + " must lie inside the file");
            } else if (tableBytes > 0) {
                table(source, header, claims, tableOffset, tableBytes, i);
            }
        }
    }

    private static void table(
            ByteSource source, Qcow2Header header, ClaimVisitor claims, long offset, long lengthBytes, long number) {
        claims.claim(MetadataWalk.BITMAP, number, offset, lengthBytes);
        BigEndianReader in = new BigEndianReader(source, "a bitmap table", offset);
        for (long at = 0; at < lengthBytes; at += Long.BYTES) {
            long cluster = in.u64() & BitmapEntry.OFFSET_MASK;
            if (cluster != 0) {
                claims.claim(
                        MetadataWalk.BITMAP, number, cluster, header.geometry().clusterBytes());
            }
        }
    }
}
