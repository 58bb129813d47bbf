package io.vmloom.format.cloop;

import io.vmloom.extent.DiskImage;
import io.vmloom.extent.TableImage;
import io.vmloom.format.ImageReader;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.ByteSize;
import java.util.Map;

/** Opens version 2.0. */
final class CloopReader implements ImageReader {
    @Override
    public DiskImage open(ByteSource source, OpenOptions options) {
        options.requireNoSnapshot(source.name(), "a compressed loop device", "");
        CloopHeader header = CloopHeader.read(source);
        return new TableImage(
                CloopFormat.NAME,
                source,
                header.virtualBytes(),
                Integer.highestOneBit(2 * header.blockBytes() - 1),
                header.blockBytes(),
                Map.of("block size", ByteSize.format(header.blockBytes())),
                () -> new CloopBlocks(source, header));
    }
}
