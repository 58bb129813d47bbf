package io.vmloom.format.qcow;

import io.vmloom.extent.DiskImage;
import io.vmloom.extent.TableImage;
import io.vmloom.format.ImageReader;
import io.vmloom.format.LegacyAes;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.ByteSize;
import java.util.Map;

/** Opens images, encrypted ones too. */
final class QcowReader implements ImageReader {
    @Override
    public DiskImage open(ByteSource source, OpenOptions options) {
        options.requireNoSnapshot(source.name(), "a qcow file of version 1", "");
        QcowHeader header = QcowHeader.read(source);
        DiskImage image = new TableImage(
                QcowFormat.NAME,
                source,
                header.virtualBytes(),
                header.clusterBytes(), // which clusters are compressed is known only once their tables are read
                header.clusterBytes(),
                Map.of("cluster size", ByteSize.format(header.clusterBytes())),
                header.parent(),
                () -> new QcowClusters(source, header));
        return header.encrypted() ? LegacyAes.image(image, options.key()) : image;
    }
}
