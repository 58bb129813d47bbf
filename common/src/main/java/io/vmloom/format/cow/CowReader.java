package io.vmloom.format.cow;

import io.vmloom.extent.DiskImage;
import io.vmloom.extent.TableImage;
import io.vmloom.format.ImageReader;
import io.vmloom.format.OpenOptions;
import io.vmloom.format.Overlays;
import io.vmloom.source.ByteSource;
import java.util.Map;

/** Opens images without a backing file. */
final class CowReader implements ImageReader {
    @Override
    public DiskImage open(ByteSource source, OpenOptions options) {
        options.requireNoSnapshot(source.name(), "a cow file", "");
        CowHeader header = CowHeader.read(source);
        if (!header.backingName().isEmpty()) {
            throw Overlays.refused(source.name(), header.backingName());
        }
        return new TableImage(
                CowFormat.NAME,
                source,
                header.virtualBytes(),
                1,
                CowLayout.SECTOR_BYTES,
                Map.of("layout", header.layout().title()),
                () -> new CowSectors(source, header));
    }
}
