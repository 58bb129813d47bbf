package io.vmloom.coordinator.pipeline;

import io.vmloom.format.Detector;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.ByteSource;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Stores;
import java.util.List;

/** Step 1: pin the source's version, recognise its format, and read its metadata. */
public final class InspectStep {
    private final Stores stores;

    public InspectStep(Stores stores) {
        this.stores = stores;
    }

    /** Pins what stands there now and opens it; throws a {@link io.vmloom.error.ConversionException}. */
    public InspectedSource run(Location location, String declaredFormat, OpenOptions options) {
        return run(stores.pin(location), declaredFormat, options);
    }

    InspectedSource run(ObjectVersion version, String declaredFormat, OpenOptions options) {
        ByteSource source = stores.open(version);
        try {
            return new InspectedSource(Detector.open(source, declaredFormat, options), List.of(version));
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }
}
