package io.vmloom.format.vhd;

import io.vmloom.check.ImageRepairer;
import io.vmloom.check.Patches;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.util.List;

/** Writes the footer and its copy in front anew from whichever of them counts. */
final class VhdRepairer implements ImageRepairer {
    @Override
    public List<String> repair(ByteSource source, Patches copy) {
        FoundFooter found = FoundFooter.in(source);
        boolean fixed = DiskType.of(found.footer().type()).orElse(DiskType.FIXED) == DiskType.FIXED;
        ByteBuffer footer = ByteBuffer.allocate(Footer.BYTES);
        int storedBytes = (int) Math.min(Footer.BYTES, source.sizeBytes() - found.offset());
        source.read(found.offset(), footer.slice(0, storedBytes));
        if (!found.damage().isEmpty()) {
            copy.put(found.endOffset(), footer);
            return List.of("the footer is that of the copy in front");
        }
        if (fixed) {
            return List.of();
        }
        copy.put(0, footer);
        return List.of("the copy of the footer in front is the footer");
    }
}
