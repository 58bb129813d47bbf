package io.vmloom.format.vmdk;

import io.vmloom.unit.ByteSize;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is told of every sparse file, compressed or not. */
final class SparseDetails {
    private SparseDetails() {}

    static Map<String, String> of(Subformat subformat, SparseHeader header, Descriptor descriptor) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("subformat", subformat.wireName());
        details.put("version", Integer.toString(header.version()));
        details.put("grain size", ByteSize.format(header.grainBytes()));
        descriptor.value("CID").ifPresent(cid -> details.put("content id", cid));
        descriptor.value("ddb.adapterType").ifPresent(adapter -> details.put("adapter", adapter));
        descriptor.value("ddb.virtualHWVersion").ifPresent(version -> details.put("hardware version", version));
        return details;
    }
}
