package io.vmloom.format.vhdx;

import io.vmloom.error.ImageException;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.ImageReader;
import io.vmloom.format.OpenOptions;
import io.vmloom.format.Probe;
import io.vmloom.source.ByteSource;

/** Opens fixed, dynamic and differencing disks. */
final class VhdxReader implements ImageReader {
    @Override
    public DiskImage open(ByteSource source, OpenOptions options) {
        options.requireNoSnapshot(source.name(), "a VHDX file", "; each is a differencing disk of its own");
        if (!Probe.of(source).headHas(0, VhdxFormat.SIGNATURE)) {
            throw ImageException.invalid(source.name(), 0, "no VHDX signature");
        }
        FileHeader header = FileHeader.current(source);
        PatchedFile file = Log.replay(source, header);
        Regions regions = Regions.read(file);
        Metadata metadata = Metadata.read(file, regions.metadata());
        long tableBytes = metadata.entries() * Long.BYTES;
        file.require(
                regions.blockTable().entryOffset(),
                regions.blockTable().lengthBytes() >= tableBytes,
                "the block allocation table needs " + tableBytes + " bytes for a disk of 0x"
                        + Long.toHexString(metadata.virtualBytes()) + " bytes, got: "
                        + regions.blockTable().lengthBytes());
        return new VhdxImage(file, header.dataWriteId(), regions.blockTable(), metadata);
    }
}
