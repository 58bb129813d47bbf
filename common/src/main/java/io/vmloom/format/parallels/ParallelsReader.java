package io.vmloom.format.parallels;

import io.vmloom.error.RequestException;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.ImageReader;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.ByteSource;

/** Opens a single image file. */
final class ParallelsReader implements ImageReader {
    @Override
    public DiskImage open(ByteSource source, OpenOptions options) {
        if (options.wantsSnapshot()) {
            throw new RequestException(source.name() + ": a Parallels image file holds no snapshots, but '"
                    + options.snapshot() + "' was asked for; each snapshot is a file of its own");
        }
        return new ParallelsImage(source, ParallelsHeader.read(source));
    }
}
