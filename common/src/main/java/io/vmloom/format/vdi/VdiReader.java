package io.vmloom.format.vdi;

import io.vmloom.error.RequestException;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.ImageReader;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.ByteSource;

/** Opens images that stand alone. */
final class VdiReader implements ImageReader {
    @Override
    public DiskImage open(ByteSource source, OpenOptions options) {
        if (options.wantsSnapshot()) {
            throw new RequestException(source.name() + ": a VDI file holds no snapshots, but '" + options.snapshot()
                    + "' was asked for; each VirtualBox snapshot is a file of its own");
        }
        VdiHeader header = VdiHeader.read(source);
        return new VdiImage(source, header, HeaderChecks.require(source, header));
    }
}
