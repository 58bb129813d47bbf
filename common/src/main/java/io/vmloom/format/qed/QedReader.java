package io.vmloom.format.qed;

import io.vmloom.extent.DiskImage;
import io.vmloom.extent.TableImage;
import io.vmloom.format.ImageReader;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.ByteSize;
import java.util.LinkedHashMap;
import java.util.Map;

/** Opens images. */
final class QedReader implements ImageReader {
    @Override
    public DiskImage open(ByteSource source, OpenOptions options) {
        options.requireNoSnapshot(source.name(), "a QED file", "");
        QedHeader header = QedHeader.read(source);
        return new TableImage(
                QedFormat.NAME,
                source,
                header.virtualBytes(),
                1,
                header.clusterBytes(),
                details(header),
                header.parent(),
                () -> new QedClusters(source, header));
    }

    private static Map<String, String> details(QedHeader header) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("cluster size", ByteSize.format(header.clusterBytes()));
        details.put("table size", ByteSize.format(header.tableClusters() * header.clusterBytes()));
        if (header.has(QedHeader.NEEDS_CHECK)) {
            details.put("dirty", "yes: it was not closed properly; the last writes may be missing");
        }
        return details;
    }
}
