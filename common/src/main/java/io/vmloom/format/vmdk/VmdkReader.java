package io.vmloom.format.vmdk;

import io.vmloom.error.ImageException;
import io.vmloom.error.RequestException;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.ImageReader;
import io.vmloom.format.OpenOptions;
import io.vmloom.format.Probe;
import io.vmloom.source.ByteSource;

/** Opens streamOptimized files and says of the other kinds what they are. */
final class VmdkReader implements ImageReader {
    private static final String EXPORT =
            "export the disk as streamOptimized (OVF export, ovftool, or qemu-img convert -O vmdk -o subformat=streamOptimized)";

    @Override
    public DiskImage open(ByteSource source, OpenOptions options) {
        if (options.wantsSnapshot()) {
            throw new RequestException(source.name() + ": a VMDK file holds no snapshots, but '" + options.snapshot()
                    + "' was asked for; each VMware snapshot is a file of its own");
        }
        VmdkKind kind = VmdkKind.of(Probe.of(source).head())
                .orElseThrow(() -> ImageException.invalid(source.name(), 0, "no VMDK magic number"));
        return switch (kind) {
            case SPARSE -> openSparse(source);
            case COW -> throw unreadable(source, "a COWD extent (vmfsSparse or an ESX redo log)");
            case SE_SPARSE -> throw unreadable(source, "a space-efficient (seSparse) extent");
            case DESCRIPTOR -> throw unreadable(source, "a text descriptor, whose data is in other files");
        };
    }

    private static DiskImage openSparse(ByteSource source) {
        SparseHeader front = SparseHeader.read(source, 0);
        if (!front.compressed()) {
            throw unreadable(source, "monolithicSparse or an extent of several (sparse without compression)");
        }
        SparseHeader header = Footer.effectiveHeader(source, front);
        header.requireReadable(source);
        Descriptor descriptor = Descriptor.read(source, header);
        descriptor.requireSelfContained(source, header);
        return new StreamOptimizedImage(source, header, descriptor, GrainDirectory.read(source, header));
    }

    private static ImageException unreadable(ByteSource source, String what) {
        return ImageException.unsupported(
                source.name(), "this VMDK is " + what + ", which is recognised but not read", EXPORT);
    }
}
