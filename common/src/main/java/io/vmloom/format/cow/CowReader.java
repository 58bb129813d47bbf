package io.vmloom.format.cow;

import io.vmloom.extent.DiskImage;
import io.vmloom.extent.Parent;
import io.vmloom.extent.TableImage;
import io.vmloom.format.ImageReader;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.ByteSource;
import java.util.Map;
import java.util.Optional;

/** Opens images. */
final class CowReader implements ImageReader {
    @Override
    public DiskImage open(ByteSource source, OpenOptions options) {
        options.requireNoSnapshot(source.name(), "a cow file", "");
        CowHeader header = CowHeader.read(source);
        return new TableImage(
                CowFormat.NAME,
                source,
                header.virtualBytes(),
                1,
                CowLayout.SECTOR_BYTES,
                Map.of("layout", header.layout().title()),
                header.backingName().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Parent.Named(header.backingName(), "")),
                () -> new CowSectors(source, header));
    }
}
