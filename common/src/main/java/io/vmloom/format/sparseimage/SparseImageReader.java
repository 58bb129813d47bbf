package io.vmloom.format.sparseimage;

import io.vmloom.extent.DiskImage;
import io.vmloom.extent.TableImage;
import io.vmloom.format.ImageReader;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.ByteSize;
import java.util.LinkedHashMap;
import java.util.Map;

/** Opens images that are not encrypted; the others have another signature. */
final class SparseImageReader implements ImageReader {
    @Override
    public DiskImage open(ByteSource source, OpenOptions options) {
        options.requireNoSnapshot(source.name(), "an Apple sparse image", "");
        SparseImageHeader header = SparseImageHeader.read(source);
        SparseImageBands bands = new SparseImageBands(BandIndex.read(source, header), source.sizeBytes());
        Map<String, String> details = new LinkedHashMap<>();
        details.put("band size", ByteSize.format(header.bandBytes()));
        details.put("written bands", bands.index().written().length + " of " + header.bands());
        return new TableImage(
                SparseImageFormat.NAME, source, header.virtualBytes(), 1, header.bandBytes(), details, () -> bands);
    }
}
