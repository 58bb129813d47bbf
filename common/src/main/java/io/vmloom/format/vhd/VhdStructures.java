package io.vmloom.format.vhd;

import io.vmloom.check.ClaimVisitor;
import io.vmloom.check.Findings;
import io.vmloom.error.ImageException;
import io.vmloom.format.ExtentChecker;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Footer and its copy, header, allocation table, and the bitmap in front of each block. */
final class VhdStructures implements ExtentChecker.Structures {
    @Override
    public void visit(ByteSource source, ClaimVisitor claims, Findings findings) {
        FoundFooter found = FoundFooter.in(source);
        Footer footer = found.footer();
        claims.claim("the footer", 0, found.endOffset(), source.sizeBytes() - found.endOffset());
        if (!found.damage().isEmpty()) {
            findings.error(found.endOffset(), "the footer is damaged, and its copy in front serves: " + found.damage());
        }
        DiskType type = DiskType.of(footer.type()).orElse(DiskType.FIXED);
        if (type == DiskType.FIXED) {
            return;
        }
        long virtualBytes = SizeRule.of(footer).virtualBytes(footer);
        DynamicHeader header = DynamicHeader.read(source, found, type, virtualBytes);
        claims.claim("the footer's copy", 0, 0, Footer.BYTES);
        claims.claim("the dynamic header", 0, footer.headerOffset(), DynamicHeader.BYTES);
        claims.claim("the block allocation table", 0, header.tableOffset(), header.entries() * Integer.BYTES);
        copy(source, found, findings);
        BlockTable table = new BlockTable(source, header, virtualBytes, found.endOffset());
        for (long block = 0; block * header.blockBytes() < virtualBytes; block++) {
            bitmap(table, block, header.bitmapBytes(), claims);
        }
    }

    private static void bitmap(BlockTable table, long block, long bitmapBytes, ClaimVisitor claims) {
        try {
            table.dataOffset(block)
                    .ifPresent(data -> claims.claim("block bitmap", block, data - bitmapBytes, bitmapBytes));
        } catch (ImageException _) {
            // the walk through the extents reports it
        }
    }

    private static void copy(ByteSource source, FoundFooter found, Findings findings) {
        byte[] front = new byte[Footer.BYTES];
        source.read(0, ByteBuffer.wrap(front));
        if (!Footer.hasCookie(front) || Footer.checksum(front) != Checksum.of(front, Footer.CHECKSUM_AT)) {
            findings.error(0, "the footer's copy in front is missing or its checksum is wrong");
        } else if (found.damage().isEmpty()) {
            byte[] footer = new byte[(int) (source.sizeBytes() - found.offset())];
            source.read(found.offset(), ByteBuffer.wrap(footer));
            int differing = Arrays.mismatch(front, 0, footer.length, footer, 0, footer.length);
            if (differing >= 0) {
                findings.error(
                        differing,
                        "the footer's copy in front differs here from the footer at 0x"
                                + Long.toHexString(found.offset()));
            }
        }
    }
}
