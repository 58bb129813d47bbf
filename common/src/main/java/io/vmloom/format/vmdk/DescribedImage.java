package io.vmloom.format.vmdk;

import io.vmloom.extent.ConcatenatedImage;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.Parent;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.GuestOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A disk that a text describes, whose extents are other files. */
record DescribedImage(Descriptor descriptor, ConcatenatedImage extents) implements DiskImage {
    @Override
    public String format() {
        return VmdkFormat.NAME;
    }

    @Override
    public long virtualBytes() {
        return extents.virtualBytes();
    }

    @Override
    public List<ByteSource> members() {
        return extents.members();
    }

    @Override
    public List<DiskImage> pieces() {
        return extents.pieces();
    }

    @Override
    public int compressedUnitBytes() {
        return extents.compressedUnitBytes();
    }

    @Override
    public long mappingUnitBytes() {
        return extents.mappingUnitBytes();
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
        Map<String, String> details = new LinkedHashMap<>();
        details.put("subformat", descriptor.value("createType").orElse("unknown"));
        details.put("extents", Integer.toString(descriptor.extents().size()));
        details.putAll(descriptor.details());
        return details;
    }

    @Override
    public ExtentCursor extents(GuestOffset from) {
        return extents.extents(from);
    }
}
