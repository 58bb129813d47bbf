package io.vmloom.format.vdi;

import io.vmloom.extent.DiskImage;
import io.vmloom.format.ImageReader;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.ByteSource;

/** Opens images. */
final class VdiReader implements ImageReader {
    @Override
    public DiskImage open(ByteSource source, OpenOptions options) {
        options.requireNoSnapshot(source.name(), "a VDI file", "; each VirtualBox snapshot is a file of its own");
        VdiHeader header = VdiHeader.read(source);
        return new VdiImage(source, header, HeaderChecks.require(source, header));
    }
}
