package io.vmloom.format.vmdk;

import io.vmloom.extent.DiskImage;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.ByteSize;
import io.vmloom.unit.GuestOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A compressed stream with its header, descriptor and directory checked. */
record StreamOptimizedImage(ByteSource source, SparseHeader header, Descriptor descriptor, GrainDirectory directory)
        implements DiskImage {
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
    public Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("subformat", Subformat.STREAM_OPTIMIZED.wireName());
        details.put("version", Integer.toString(header.version()));
        details.put("grain size", ByteSize.format(header.grainBytes()));
        details.put("tables", header.hostOffset() == 0 ? "found by the header" : "found by the footer");
        descriptor.value("CID").ifPresent(cid -> details.put("content id", cid));
        descriptor.value("ddb.adapterType").ifPresent(adapter -> details.put("adapter", adapter));
        descriptor.value("ddb.virtualHWVersion").ifPresent(version -> details.put("hardware version", version));
        return details;
    }

    @Override
    public ExtentCursor extents(GuestOffset from) {
        return new GrainCursor(source, header, directory, from.bytes());
    }
}
