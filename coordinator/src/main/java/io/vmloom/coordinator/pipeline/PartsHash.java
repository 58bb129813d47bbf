package io.vmloom.coordinator.pipeline;

import io.vmloom.layout.Layout;
import io.vmloom.layout.PartPlan;
import io.vmloom.layout.PlannedPart;

/** Tells what an object is to be made of: whoever plans it from the same fragments gets the same hash. */
final class PartsHash {
    private PartsHash() {}

    static String of(PartPlan.Complete plan) {
        TextHash hash = new TextHash("parts");
        for (PlannedPart part : plan.parts()) {
            hash.line(part.number() + " " + part.lengthBytes());
        }
        Layout layout = plan.layout();
        layout.places()
                .forEach(place -> hash.line(place.range() + " " + place.offset().bytes() + " " + place.lengthBytes()));
        return hash.line(String.valueOf(layout.dataEndBytes())).hex();
    }
}
