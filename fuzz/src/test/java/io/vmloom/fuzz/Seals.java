package io.vmloom.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32C;

/** Makes checksums right wherever a structure that has one begins: a fuzzer would never get past them. */
final class Seals {
    private static final int SECTOR_BYTES = 512;
    private static final int KIB = 1 << 10;
    private static final int TAR_BYTES = 64 * KIB;

    private Seals() {}

    static void mend(SparseFile file) {
        vhd(file, 0);
        vhd(file, file.sizeBytes() - SECTOR_BYTES);
        vhdx(file);
        luks2(file, 0);
        luks2(file, 16 * KIB);
        tar(file);
    }

    /** Every block of the beginning that has the mark of a header. The sum of all bytes, the checksum's own taken as spaces. */
    private static void tar(SparseFile file) {
        for (long header = 0; header < Math.min(file.sizeBytes(), TAR_BYTES); header += SECTOR_BYTES) {
            if (begins(file, header + 257, "ustar")) {
                ByteBuffer block = file.peek(header, SECTOR_BYTES);
                block.put(148, "        ".getBytes(StandardCharsets.US_ASCII));
                int sum = 0;
                while (block.hasRemaining()) {
                    sum += block.get() & 0xff;
                }
                byte[] octal = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
                file.put(header + 148, octal, 0, octal.length);
            }
        }
    }

    /** The footer, or its copy, and the header that it refers to. Specification: the sum of all other bytes, inverted. */
    private static void vhd(SparseFile file, long footerOffset) {
        if (!begins(file, footerOffset, "conectix")) {
            return;
        }
        long headerOffset = file.peek(footerOffset, SECTOR_BYTES).getLong(16);
        if (begins(file, headerOffset, "cxsparse")) {
            sum(file, headerOffset, KIB, 36);
        }
        sum(file, footerOffset, SECTOR_BYTES, 64);
    }

    /** Headers, region tables and the log's entries ([MS-VHDX] 2.2.2, 2.2.3, 2.3.1). */
    private static void vhdx(SparseFile file) {
        for (long header : new long[] {64 * KIB, 128 * KIB}) {
            if (begins(file, header, "head")) {
                crc(file, header, 4 * KIB);
                ByteBuffer fields = file.peek(header, 4 * KIB).order(ByteOrder.LITTLE_ENDIAN);
                log(file, fields.getLong(72), fields.getInt(68));
            }
        }
        for (long regions : new long[] {192 * KIB, 256 * KIB}) {
            if (begins(file, regions, "regi")) {
                crc(file, regions, 64 * KIB);
            }
        }
    }

    private static void log(SparseFile file, long logOffset, int logBytes) {
        for (long at = 0; at < Math.min(logBytes, 64 * 4 * KIB); at += 4 * KIB) {
            long entry = logOffset + at;
            if (begins(file, entry, "loge")) {
                int entryBytes =
                        file.peek(entry, 12).order(ByteOrder.LITTLE_ENDIAN).getInt(8);
                if (entryBytes >= 4 * KIB && entryBytes <= KIB * KIB) {
                    crc(file, entry, entryBytes);
                }
            }
        }
    }

    /** A copy of the header with its JSON, if it says SHA-256 ([LUKS2] 2.1). */
    private static void luks2(SparseFile file, long copy) {
        if (!begins(file, copy, copy == 0 ? "LUKS" : "SKUL") || !begins(file, copy + 72, "sha256")) {
            return;
        }
        long copyBytes = file.peek(copy, 16).getLong(8);
        if (copyBytes >= 4 * KIB && copyBytes <= KIB * KIB) {
            byte[] sum = sha256(file.peek(copy, (int) copyBytes).put(448, new byte[64]));
            file.put(copy + 448, sum, 0, sum.length);
        }
    }

    private static byte[] sha256(ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean begins(SparseFile file, long offset, String signature) {
        if (offset < 0 || offset > file.sizeBytes() - signature.length()) {
            return false;
        }
        ByteBuffer bytes = file.peek(offset, signature.length());
        return signature.chars().allMatch(expected -> bytes.get() == expected);
    }

    private static void sum(SparseFile file, long offset, int lengthBytes, int checksumAt) {
        ByteBuffer bytes = file.peek(offset, lengthBytes).putInt(checksumAt, 0);
        int sum = 0;
        while (bytes.hasRemaining()) {
            sum += bytes.get() & 0xff;
        }
        file.put(offset + checksumAt, ByteBuffer.allocate(4).putInt(~sum).array(), 0, 4);
    }

    private static void crc(SparseFile file, long offset, int lengthBytes) {
        ByteBuffer bytes = file.peek(offset, lengthBytes).putInt(4, 0);
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        byte[] checksum = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) crc.getValue())
                .array();
        file.put(offset + 4, checksum, 0, 4);
    }
}
