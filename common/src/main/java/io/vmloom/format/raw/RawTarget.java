package io.vmloom.format.raw;

import io.vmloom.format.TargetOptions;
import io.vmloom.table.FlatDesign;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetFormat;
import io.vmloom.table.TargetRequest;
import java.util.Set;

/** Writes raw disks. There is nothing to choose: the size is what is asked for, to the byte. */
final class RawTarget implements TargetFormat {
    @Override
    public TargetDesign design(TargetRequest request) {
        new TargetOptions(request, RawFormat.NAME).requireKnown(Set.of());
        return new FlatDesign(request.virtualBytes(), request.virtualBytes(), new byte[0]);
    }
}
