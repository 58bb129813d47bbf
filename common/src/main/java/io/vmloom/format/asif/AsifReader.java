package io.vmloom.format.asif;

import io.vmloom.extent.DiskImage;
import io.vmloom.extent.TableImage;
import io.vmloom.format.ImageReader;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.ByteSize;
import java.util.LinkedHashMap;
import java.util.Map;

/** Opens images by their active directory. */
final class AsifReader implements ImageReader {
    @Override
    public DiskImage open(ByteSource source, OpenOptions options) {
        options.requireNoSnapshot(source.name(), "an ASIF file", "");
        AsifHeader header = AsifHeader.read(source);
        AsifDirectory directory = AsifDirectory.active(source, header);
        Map<String, String> details = new LinkedHashMap<>();
        details.put("chunk size", ByteSize.format(header.chunkBytes()));
        details.put("block size", ByteSize.format(header.blockBytes()));
        details.put("directory version", Long.toUnsignedString(directory.version()));
        return new TableImage(
                AsifFormat.NAME,
                source,
                header.virtualBytes(),
                1,
                header.chunkBytes(),
                details,
                () -> new AsifChunks(source, header, directory));
    }
}
