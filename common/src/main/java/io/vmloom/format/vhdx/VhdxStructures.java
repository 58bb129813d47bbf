package io.vmloom.format.vhdx;

import io.vmloom.check.ClaimVisitor;
import io.vmloom.check.Findings;
import io.vmloom.format.ExtentChecker;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;

/** Headers and region tables, which stand twice each, log, metadata and allocation table. */
final class VhdxStructures implements ExtentChecker.Structures {
    @Override
    public void visit(ByteSource source, ClaimVisitor claims, Findings findings) {
        FileHeader header = FileHeader.current(source);
        PatchedFile file = Log.replay(source, header);
        Regions regions = Regions.read(file);
        claims.claim("headers and region tables", 0, 0, FileHeader.ALIGNMENT);
        claims.claim("the log", 0, header.logOffset(), header.logBytes());
        claims.claim(
                "the metadata",
                0,
                regions.metadata().offset(),
                regions.metadata().lengthBytes());
        claims.claim(
                "the block allocation table",
                0,
                regions.blockTable().offset(),
                regions.blockTable().lengthBytes());
        if (!header.logIsEmpty()) {
            findings.error(
                    header.offset() + FileHeader.LOG_ID_AT,
                    "the log has entries that were never written to the tables: it was not closed properly");
        }
        for (int offset : new int[] {FileHeader.FIRST_AT, FileHeader.SECOND_AT}) {
            copy(file, offset, FileHeader.BYTES, FileHeader.SIGNATURE, "the header here", findings);
        }
        for (int offset : new int[] {Regions.FIRST_AT, Regions.SECOND_AT}) {
            copy(file, offset, Regions.TABLE_BYTES, Regions.SIGNATURE, "the region table here", findings);
        }
    }

    private static void copy(
            PatchedFile file, int offset, int lengthBytes, int signature, String what, Findings findings) {
        ByteBuffer bytes = file.read(offset, lengthBytes);
        if (bytes.getInt(0) != signature || !Checksum.holds(bytes)) {
            findings.error(offset, what + " has lost its signature or checksum, and its copy serves");
        }
    }
}
