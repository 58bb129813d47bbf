package io.vmloom.format.raw;

import io.vmloom.error.RequestException;
import io.vmloom.table.FlatDesign;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetFormat;
import io.vmloom.table.TargetRequest;
import java.util.TreeSet;

/** Writes raw disks. There is nothing to choose: the size is the source's, to the byte. */
final class RawTarget implements TargetFormat {
    @Override
    public TargetDesign design(TargetRequest request) {
        if (!request.options().isEmpty()) {
            throw new RequestException(request.name() + ": raw takes no -o options, got: "
                    + String.join(", ", new TreeSet<>(request.options().keySet())) + "; leave them out");
        }
        return new FlatDesign(request.virtualBytes(), request.virtualBytes(), new byte[0]);
    }
}
