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
    private static final int FIXED_BYTES = 24;
    private static final long OFFSET_MASK = 0x00ff_ffff_ffff_fe00L;

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
        for (long i = 0; i < bitmaps && in.offset() <= directoryOffset + directoryBytes - FIXED_BYTES; i++) {
            long entry = in.offset();
            long tableOffset = in.u64();
            long tableBytes = in.u32() * Long.BYTES;
            in.skip(6);
            int nameBytes = in.u16();
            long extraBytes = in.u32();
            long next = entry + (FIXED_BYTES + nameBytes + extraBytes + 7 & -8L);
            if (tableBytes > MAX_TABLE_BYTES || tableOffset <= 0 || tableOffset > source.sizeBytes() - tableBytes) {
                problems.found(entry, "the table of bitmap " + i + " must lie inside the file");
            } else {
                table(source, header, claims, tableOffset, tableBytes, i);
            }
            in.moveTo(next);
        }
    }

    private static void table(
            ByteSource source, Qcow2Header header, ClaimVisitor claims, long offset, long lengthBytes, long number) {
        claims.claim(MetadataWalk.BITMAP, number, offset, lengthBytes);
        BigEndianReader in = new BigEndianReader(source, "a bitmap table", offset);
        for (long at = 0; at < lengthBytes; at += Long.BYTES) {
            long cluster = in.u64() & OFFSET_MASK;
            if (cluster != 0) {
                claims.claim(
                        MetadataWalk.BITMAP, number, cluster, header.geometry().clusterBytes());
            }
        }
    }
}
