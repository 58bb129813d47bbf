package io.vmloom.format.vmdk;

import io.vmloom.check.ClaimVisitor;
import io.vmloom.check.Findings;
import io.vmloom.error.ImageException;
import io.vmloom.format.ExtentChecker;
import io.vmloom.format.Probe;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.Alignment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Header, descriptor, directory and tables, the second copy of both, and the grains of a compressed stream. */
final class SparseStructures implements ExtentChecker.Structures {
    private static final int SECTOR = SparseHeader.SECTOR_BYTES;
    private static final int REDUNDANT_DIRECTORY_AT = 48;
    private static final int ABSENT = 0;
    private static final int ZEROED = 1;

    @Override
    public void visit(ByteSource source, ClaimVisitor claims, Findings findings) {
        if (VmdkKind.of(Probe.of(source).head()).filter(VmdkKind.SPARSE::equals).isEmpty()) {
            return;
        }
        SparseHeader front = SparseHeader.read(source, 0);
        boolean footer = front.compressed() || front.directorySector() == SparseHeader.AT_END;
        SparseHeader header = footer ? Footer.effectiveHeader(source, front) : front;
        GrainDirectory directory = GrainDirectory.read(source, header);
        claims.claim("the header", 0, 0, SECTOR);
        claims.claim("the descriptor", 0, header.descriptorSector() * SECTOR, header.descriptorSectors() * SECTOR);
        claims.claim(
                "the grain directory", 0, header.directorySector() * SECTOR, (long) directory.tables() * Integer.BYTES);
        GrainTables tables = new GrainTables(source, directory);
        for (int table = 0; table < directory.tables(); table++) {
            if (directory.isPresent(table) && directory.isInside(table)) {
                claims.claim("grain table", table, directory.hostOffset(table), directory.tableBytes());
                if (front.compressed()) {
                    stream(source, header, table, tables.read(table), claims, findings);
                }
            }
        }
        if (!front.compressed() && header.has(SparseHeader.FLAG_REDUNDANT_DIRECTORY)) {
            copies(source, header, directory, tables, claims, findings);
        }
    }

    private static void stream(
            ByteSource source, SparseHeader header, int table, int[] entries, ClaimVisitor claims, Findings findings) {
        for (int grain = 0; grain < entries.length; grain++) {
            if (entries[grain] == ABSENT || (entries[grain] == ZEROED && header.has(SparseHeader.FLAG_ZEROED_GRAINS))) {
                continue;
            }
            long guest = table * header.groupBytes() + (long) grain * header.grainBytes();
            long host = Integer.toUnsignedLong(entries[grain]) * SECTOR;
            if (guest >= header.virtualBytes() || host > source.sizeBytes() - Marker.GRAIN_HEADER_BYTES) {
                findings.error(
                        host,
                        "the grain of guest offset 0x" + Long.toHexString(guest) + " must lie inside disk and file");
                continue;
            }
            ByteBuffer marker = bytes(source, host, Marker.GRAIN_HEADER_BYTES);
            long length = Integer.toUnsignedLong(marker.getInt(Long.BYTES));
            if (marker.getLong(0) * SECTOR != guest) {
                findings.error(
                        host,
                        "the grain here must be that of guest offset 0x" + Long.toHexString(guest) + ", and says 0x"
                                + Long.toHexString(marker.getLong(0) * SECTOR));
            }
            if (length > source.sizeBytes() - host - Marker.GRAIN_HEADER_BYTES) {
                findings.error(host, "the grain's " + length + " bytes must end inside the file");
            } else {
                claims.claim("grain", guest, host, Alignment.up(Marker.GRAIN_HEADER_BYTES + length, SECTOR));
            }
        }
    }

    /** Directory and tables stand twice, and must say the same. */
    private static void copies(
            ByteSource source,
            SparseHeader header,
            GrainDirectory directory,
            GrainTables tables,
            ClaimVisitor claims,
            Findings findings) {
        long offset = bytes(source, header.hostOffset() + REDUNDANT_DIRECTORY_AT, Long.BYTES)
                        .getLong(0)
                * SECTOR;
        long lengthBytes = (long) directory.tables() * Integer.BYTES;
        if (offset < SECTOR || offset > source.sizeBytes() - lengthBytes) {
            findings.error(
                    header.hostOffset() + REDUNDANT_DIRECTORY_AT,
                    "the redundant grain directory must lie inside the file, got: 0x" + Long.toHexString(offset));
            return;
        }
        claims.claim("the redundant grain directory", 0, offset, lengthBytes);
        ByteBuffer sectors = bytes(source, offset, Math.toIntExact(lengthBytes));
        for (int table = 0; table < directory.tables(); table++) {
            long copy = Integer.toUnsignedLong(sectors.getInt(table * Integer.BYTES)) * SECTOR;
            if ((copy != 0) != directory.isPresent(table) || copy > source.sizeBytes() - directory.tableBytes()) {
                findings.error(
                        offset + (long) table * Integer.BYTES,
                        "grain table " + table + " must be present in both directories or in none, inside the file");
            } else if (copy != 0) {
                claims.claim("redundant grain table", table, copy, directory.tableBytes());
                int[] entries = new int[(int) directory.tableBytes() / Integer.BYTES];
                bytes(source, copy, (int) directory.tableBytes()).asIntBuffer().get(entries);
                if (directory.isInside(table) && !Arrays.equals(entries, tables.read(table))) {
                    findings.error(
                            copy,
                            "grain table " + table + " differs from its copy at 0x"
                                    + Long.toHexString(directory.hostOffset(table)));
                }
            }
        }
    }

    private static ByteBuffer bytes(ByteSource source, long offset, int lengthBytes) {
        if (offset < 0 || offset > source.sizeBytes() - lengthBytes) {
            throw ImageException.invalid(source.name(), offset, "the file ends here");
        }
        ByteBuffer bytes = ByteBuffer.allocate(lengthBytes).order(ByteOrder.LITTLE_ENDIAN);
        source.read(offset, bytes);
        return bytes.flip();
    }
}
