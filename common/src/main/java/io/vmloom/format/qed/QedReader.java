package io.vmloom.format.qed;

import io.vmloom.error.RequestException;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.ImageReader;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.ByteSource;

/** Opens images without a backing file. */
final class QedReader implements ImageReader {
    @Override
    public DiskImage open(ByteSource source, OpenOptions options) {
        if (options.wantsSnapshot()) {
            throw new RequestException(
                    source.name() + ": a QED file holds no snapshots, but '" + options.snapshot() + "' was asked for");
        }
        return new QedImage(source, QedHeader.read(source));
    }
}
