package io.vmloom.coordinator.pipeline;

import io.vmloom.check.CheckReport;
import io.vmloom.format.Detector;
import io.vmloom.source.ByteSource;
import io.vmloom.store.Location;
import io.vmloom.store.Stores;

/** Checks the metadata of one image. */
public final class CheckStep {
    private final Stores stores;

    public CheckStep(Stores stores) {
        this.stores = stores;
    }

    /** Throws a {@link io.vmloom.error.ConversionException} when the image can not be read at all. */
    public CheckReport run(Location location, String declaredFormat) {
        try (ByteSource source = stores.open(stores.pin(location))) {
            return Detector.check(source, declaredFormat);
        }
    }
}
