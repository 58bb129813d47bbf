package io.vmloom.format.dmg;

import io.vmloom.check.CheckReport;
import io.vmloom.check.Findings;
import io.vmloom.check.ImageChecker;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * Checks what the reader passes over: the checksum of the tables' checksums, and that all that is stored lies in the data
 * fork. Chunks end at any byte, so that overlaps can not be told by sectors.
 */
final class DmgChecker implements ImageChecker {
    @Override
    public CheckReport check(ByteSource source) {
        Trailer trailer = Trailer.read(source);
        BlockTables tables = BlockTables.read(source, trailer);
        Findings findings = new Findings();
        for (Chunk chunk : tables.chunks()) {
            findings.count(chunk.kind().title() + " chunks", 1);
            if (isStored(chunk) && !liesIn(chunk.stored(), trailer.dataFork())) {
                findings.error(
                        chunk.stored().offset(),
                        "guest offset 0x" + Long.toHexString(chunk.start()) + ": " + chunk.stored()
                                + " lie outside the data fork, which has " + trailer.dataFork());
            }
        }
        if (trailer.checksum().isCrc32() && trailer.checksum().value() != checksum(tables)) {
            findings.error(
                    trailer.offset() + Trailer.CHECKSUM_AT,
                    "the checksum of the tables' checksums is 0x"
                            + Integer.toHexString(trailer.checksum().value()) + ", but they give 0x"
                            + Integer.toHexString(checksum(tables)));
        }
        return findings.report(DmgFormat.NAME);
    }

    private static boolean isStored(Chunk chunk) {
        return chunk.kind() == ChunkKind.PLAIN || chunk.kind().codec().isPresent();
    }

    private static boolean liesIn(Stretch inner, Stretch outer) {
        return inner.offset() >= outer.offset()
                && inner.offset() - outer.offset() <= outer.lengthBytes() - inner.lengthBytes();
    }

    private static int checksum(BlockTables tables) {
        CRC32 checksum = new CRC32();
        for (BlockTable table : tables.tables()) {
            checksum.update(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(0, table.checksum().value()));
        }
        return (int) checksum.getValue();
    }
}
