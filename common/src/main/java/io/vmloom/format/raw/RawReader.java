package io.vmloom.format.raw;

import io.vmloom.extent.DiskImage;
import io.vmloom.extent.FlatPart;
import io.vmloom.format.ImageReader;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.ByteSource;

/** Opens any bytes as a disk. */
final class RawReader implements ImageReader {
    @Override
    public DiskImage open(ByteSource source, OpenOptions options) {
        options.requireNoSnapshot(source.name(), "a raw image", "; leave the snapshot out");
        return new FlatPart(source, 0, source.sizeBytes());
    }
}
