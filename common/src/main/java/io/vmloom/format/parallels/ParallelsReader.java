package io.vmloom.format.parallels;

import io.vmloom.extent.DiskImage;
import io.vmloom.extent.TableImage;
import io.vmloom.format.ImageReader;
import io.vmloom.format.OpenOptions;
import io.vmloom.format.Probe;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.ByteSize;
import java.util.LinkedHashMap;
import java.util.Map;

/** Opens a single image file, or the bundle that a descriptor tells of. */
final class ParallelsReader implements ImageReader {
    static final String DIRTY = "dirty";

    @Override
    public DiskImage open(ByteSource source, OpenOptions options) {
        if (!ParallelsHeader.begins(Probe.of(source))) {
            return Bundle.open(source, options);
        }
        options.requireNoSnapshot(source.name(), "a Parallels image file", "; each snapshot is a file of its own");
        return openFile(source);
    }

    /** A file that begins as such. */
    static DiskImage openFile(ByteSource source) {
        ParallelsHeader header = ParallelsHeader.read(source);
        return new TableImage(
                ParallelsFormat.NAME,
                source,
                header.virtualBytes(),
                1,
                header.blockBytes(),
                details(header),
                () -> new ParallelsBlocks(source, header));
    }

    private static Map<String, String> details(ParallelsHeader header) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("signature", header.extended() ? ParallelsHeader.MAGIC_EXTENDED : ParallelsHeader.MAGIC);
        details.put("block size", ByteSize.format(header.blockBytes()));
        if (header.inUse()) {
            details.put(DIRTY, "yes: it was not closed properly; the last writes may be missing");
        }
        return details;
    }
}
