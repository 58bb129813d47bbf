package io.vmloom.format.vmdk;

import io.vmloom.error.ImageException;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.ImageReader;
import io.vmloom.format.OpenOptions;
import io.vmloom.format.Probe;
import io.vmloom.source.ByteSource;

/** Opens disks that are one sparse file or a descriptor with extents, and says of bare extents what they are. */
final class VmdkReader implements ImageReader {
    @Override
    public DiskImage open(ByteSource source, OpenOptions options) {
        options.requireNoSnapshot(source.name(), "a VMDK file", "; each VMware snapshot is a file of its own");
        VmdkKind kind = VmdkKind.of(Probe.of(source).head())
                .orElseThrow(() -> ImageException.invalid(source.name(), 0, "no VMDK magic number"));
        return switch (kind) {
            case SPARSE -> openSparse(source);
            case COW -> throw unreadable(source, "a COWD extent (vmfsSparse or an ESX redo log)");
            case SE_SPARSE -> throw unreadable(source, "a space-efficient (seSparse) extent");
            case DESCRIPTOR -> ExtentFiles.open(source, options);
        };
    }

    private static DiskImage openSparse(ByteSource source) {
        SparseHeader front = SparseHeader.read(source, 0);
        return front.compressed() ? openStream(source, front) : openMonolithic(source, front);
    }

    private static DiskImage openStream(ByteSource source, SparseHeader front) {
        SparseHeader header = Footer.effectiveHeader(source, front);
        Descriptor descriptor = descriptor(source, header, Subformat.STREAM_OPTIMIZED);
        return new StreamOptimizedImage(source, header, descriptor, GrainDirectory.read(source, header));
    }

    /** The file may end with a grain, in which the guest could have written a footer: only the header can ask for one. */
    private static DiskImage openMonolithic(ByteSource source, SparseHeader front) {
        SparseHeader header =
                front.directorySector() == SparseHeader.AT_END ? Footer.effectiveHeader(source, front) : front;
        Descriptor descriptor = descriptor(source, header, Subformat.MONOLITHIC_SPARSE);
        return new MonolithicSparseImage(source, header, descriptor, GrainDirectory.read(source, header));
    }

    private static Descriptor descriptor(ByteSource source, SparseHeader header, Subformat subformat) {
        header.requireReadable(source);
        Descriptor descriptor = Descriptor.read(source, header);
        descriptor.requireSelfContained(source, header, subformat);
        return descriptor;
    }

    private static ImageException unreadable(ByteSource source, String what) {
        return ImageException.unsupported(
                source.name(),
                "this is " + what + ", one piece of a disk that a text file describes",
                "give that descriptor, and this file as one of its chain");
    }
}
