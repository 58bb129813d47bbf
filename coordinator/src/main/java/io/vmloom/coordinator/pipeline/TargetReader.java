package io.vmloom.coordinator.pipeline;

import io.vmloom.codec.Wrapper;
import io.vmloom.error.ImageException;
import io.vmloom.extent.Parent;
import io.vmloom.format.Detector;
import io.vmloom.source.ByteSource;
import io.vmloom.store.Companion;
import io.vmloom.store.ObjectVersion;
import io.vmloom.table.TargetDesign;
import java.util.List;
import java.util.Optional;

/** Opens a complete target, or what stands in its place, as a stranger would. */
record TargetReader(ItemContext item, InspectStep inspect, UnpackStep unpack) {
    /** The disk in it; a compressed file is expanded for this, and one with a backing file completed by it. */
    InspectedSource open(SealedTarget target, TargetDesign design) {
        ObjectVersion main = target.main();
        if (design.backing().isPresent()) {
            return item.retries().call(() -> overBacking(main, design.backing().get()));
        }
        SourceFile file = design.wrapper()
                .map(wrapper -> {
                    requireWrapped(main, wrapper);
                    return unpack.run(SourceFile.asItIs(main), Optional.of(wrapper), design.virtualBytes());
                })
                .orElseGet(() -> SourceFile.asItIs(main));
        return open(file, target.extents());
    }

    /** The same for a target that is one file, and not compressed as a whole. */
    InspectedSource open(ObjectVersion target) {
        return open(SourceFile.asItIs(target), List.of());
    }

    private InspectedSource open(SourceFile file, List<Companion> extents) {
        return item.retries()
                .call(() -> inspect.run(
                        List.of(file),
                        item.request().targetFormat(),
                        "",
                        item.request()
                                .trust()
                                .ofTarget(extents)
                                .withKey(item.request().targetKey())));
    }

    private InspectedSource overBacking(ObjectVersion target, Parent.Named backing) {
        InspectedSource layer = inspect.runAlone(
                SourceFile.asItIs(target),
                item.request().targetFormat(),
                item.request().trust().ofTarget(List.of()));
        try {
            if (!layer.image().parent().equals(Optional.of(backing))) {
                throw ImageException.unsafe(
                        target.location().toString(),
                        "its backing file is not '" + backing.name() + "' in format " + backing.format(),
                        "it is another image");
            }
            return layer.over(backing(backing).open());
        } catch (RuntimeException e) {
            layer.close();
            throw e;
        }
    }

    /** The file that a target is to name, which the user gave. */
    BackingFile backing(Parent.Named backing) {
        return BackingFile.of(item, inspect, backing);
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
