package io.vmloom.format.vdi;

import io.vmloom.check.ClaimVisitor;
import io.vmloom.check.Findings;
import io.vmloom.format.ExtentChecker;
import io.vmloom.source.ByteSource;

/** Header and map, and whether the header counts the blocks that the map holds. */
final class VdiStructures implements ExtentChecker.Structures {
    @Override
    public void visit(ByteSource source, ClaimVisitor claims, Findings findings) {
        VdiHeader header = VdiHeader.read(source);
        claims.claim("the header", 0, 0, header.headerBytes());
        claims.claim("the block map", 0, header.mapOffset(), header.mapBytes());
        BlockMap map = new BlockMap(source, header);
        long allocated = 0;
        for (long block = 0; block < header.blocks(); block++) {
            int entry = map.entry(block);
            allocated += entry == BlockMap.FREE || entry == BlockMap.ZERO ? 0 : 1;
        }
        if (allocated != header.blocksAllocated()) {
            findings.error(
                    header.fields().blocksAllocated(),
                    "the header counts " + header.blocksAllocated() + " allocated blocks, and the map holds "
                            + allocated);
        }
    }
}
