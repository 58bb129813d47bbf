package io.vmloom.format.vmdk;

import io.vmloom.extent.DiskImage;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.JoiningCursor;
import io.vmloom.extent.Parent;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.ByteSize;
import io.vmloom.unit.GuestOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A compressed stream with its header, descriptor and directory checked. */
record StreamOptimizedImage(ByteSource source, SparseHeader header, Descriptor descriptor, GrainDirectory directory)
        implements DiskImage {
    private static final long JOINED_BYTES = ByteSize.GIB;

    @Override
    public String format() {
        return VmdkFormat.NAME;
    }

    @Override
    public long virtualBytes() {
        return header.virtualBytes();
    }

    @Override
    public List<ByteSource> members() {
        return List.of(source);
    }

    @Override
    public int compressedUnitBytes() {
        return header.grainBytes();
    }

    @Override
    public long mappingUnitBytes() {
        return header.grainBytes();
    }

    @Override
    public Optional<Parent> parent() {
        return descriptor.parent();
    }

    @Override
    public List<String> identities() {
        return descriptor.identities();
    }

    @Override
    public Map<String, String> details() {
        Map<String, String> details = SparseDetails.of(Subformat.STREAM_OPTIMIZED, header, descriptor);
        details.put("tables", header.hostOffset() == 0 ? "found by the header" : "found by the footer");
        return details;
    }

    @Override
    public ExtentCursor extents(GuestOffset from) {
        return new JoiningCursor(
                new CompressedGrains(source, header, directory),
                header.virtualBytes(),
                JOINED_BYTES,
                mappingUnitBytes(),
                from);
    }
}
