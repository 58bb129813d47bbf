package io.vmloom.format.raw;

import io.vmloom.error.RequestException;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.ImageReader;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.ByteSource;

/** Opens any bytes as a disk. */
final class RawReader implements ImageReader {
    @Override
    public DiskImage open(ByteSource source, OpenOptions options) {
        if (options.wantsSnapshot()) {
            throw new RequestException(source.name() + ": a raw image holds no snapshots, but '" + options.snapshot()
                    + "' was asked for; leave the snapshot out");
        }
        return new RawImage(source);
    }
}
