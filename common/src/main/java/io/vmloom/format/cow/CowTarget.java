package io.vmloom.format.cow;

import io.vmloom.format.TargetOptions;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetFormat;
import io.vmloom.table.TargetRequest;
import java.util.Set;

/** Makes images that stand alone, as QEMU on x86_64 wrote them. */
final class CowTarget implements TargetFormat {
    @Override
    public TargetDesign design(TargetRequest request) {
        new TargetOptions(request, CowFormat.NAME).requireKnown(Set.of());
        return new CowDesign(request.virtualBytes());
    }
}
