package io.vmloom.format.qcow;

import io.vmloom.error.RequestException;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.ImageReader;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.ByteSource;

/** Opens images that stand alone and are not encrypted. */
final class QcowReader implements ImageReader {
    @Override
    public DiskImage open(ByteSource source, OpenOptions options) {
        if (options.wantsSnapshot()) {
            throw new RequestException(source.name() + ": a qcow file of version 1 holds no snapshots, but '"
                    + options.snapshot() + "' was asked for");
        }
        return new QcowImage(source, QcowHeader.read(source));
    }
}
