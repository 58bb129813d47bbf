package io.vmloom.coordinator.pipeline;

import io.vmloom.codec.Wrapper;
import io.vmloom.error.ImageException;
import io.vmloom.format.Detector;
import io.vmloom.source.ByteSource;
import io.vmloom.store.ObjectVersion;
import io.vmloom.table.TargetDesign;
import java.util.List;
import java.util.Optional;

/** Opens a complete target, or what stands in its place, as a stranger would. */
record TargetReader(ItemContext item, InspectStep inspect, UnpackStep unpack) {
    /** The disk in it; a compressed file is expanded for this. */
    InspectedSource open(ObjectVersion target, TargetDesign design) {
        return open(design.wrapper()
                .map(wrapper -> {
                    requireWrapped(target, wrapper);
                    return unpack.run(target, wrapper, design.virtualBytes());
                })
                .orElseGet(() -> SourceFile.asItIs(target)));
    }

    /** The same for a target that is not compressed as a whole. */
    InspectedSource open(ObjectVersion target) {
        return open(SourceFile.asItIs(target));
    }

    private InspectedSource open(SourceFile file) {
        return item.retries()
                .call(() -> inspect.run(
                        List.of(file),
                        item.request().targetFormat(),
                        "",
                        item.request().trust().ofTarget().withKey(item.request().targetKey())));
    }

    /** Throws {@link ImageException} when the file is not compressed like this. */
    void requireWrapped(ObjectVersion target, Wrapper wrapper) {
        Optional<Wrapper> found = item.retries().call(() -> {
            try (ByteSource file = item.stores().open(target)) {
                return Detector.wrapper(file);
            }
        });
        if (!found.equals(Optional.of(wrapper))) {
            throw ImageException.invalid(target.location().toString(), 0, "it is no " + wrapper.formatName() + " file");
        }
    }
}
