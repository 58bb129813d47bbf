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
        details.putAll(descriptor.details());
        return details;
    }
}
