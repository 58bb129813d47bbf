package io.vmloom.format.bochs;

import io.vmloom.extent.DiskImage;
import io.vmloom.extent.TableImage;
import io.vmloom.format.ImageReader;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.ByteSize;
import java.util.LinkedHashMap;
import java.util.Map;

/** Opens growing disks, which stand alone. */
final class BochsReader implements ImageReader {
    @Override
    public DiskImage open(ByteSource source, OpenOptions options) {
        options.requireNoSnapshot(source.name(), "a growing disk of Bochs", "");
        BochsHeader header = BochsHeader.read(source);
        Map<String, String> details = new LinkedHashMap<>();
        details.put("version", Integer.toString(header.version()));
        details.put("extent size", ByteSize.format(header.extentBytes()));
        return new TableImage(
                BochsFormat.NAME,
                source,
                header.virtualBytes(),
                1,
                header.extentBytes(),
                details,
                () -> new BochsExtents(source, header));
    }
}
