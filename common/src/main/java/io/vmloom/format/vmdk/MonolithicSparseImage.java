package io.vmloom.format.vmdk;

import io.vmloom.extent.DiskImage;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.JoiningCursor;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.ByteSize;
import io.vmloom.unit.GuestOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A sparse file with its header, descriptor and directory checked. The redundant directory is not read. */
record MonolithicSparseImage(ByteSource source, SparseHeader header, Descriptor descriptor, GrainDirectory directory)
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
        return 1;
    }

    @Override
    public long mappingUnitBytes() {
        return header.grainBytes();
    }

    @Override
    public Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("subformat", Subformat.MONOLITHIC_SPARSE.wireName());
        details.put("version", Integer.toString(header.version()));
        details.put("grain size", ByteSize.format(header.grainBytes()));
        descriptor.value("CID").ifPresent(cid -> details.put("content id", cid));
        descriptor.value("ddb.adapterType").ifPresent(adapter -> details.put("adapter", adapter));
        descriptor.value("ddb.virtualHWVersion").ifPresent(version -> details.put("hardware version", version));
        if (header.unclean()) {
            details.put("dirty", "yes: it was not closed properly; the last writes may be missing");
        }
        return details;
    }

    @Override
    public ExtentCursor extents(GuestOffset from) {
        return new JoiningCursor(new PlainGrains(source, header, directory), header.virtualBytes(), JOINED_BYTES, from);
    }
}
