package io.vmloom.format.sparseimage;

import io.vmloom.check.ImageChecker;
import io.vmloom.format.DiskFormat;
import io.vmloom.format.ExtentChecker;
import io.vmloom.format.ImageReader;
import io.vmloom.format.Probe;
import io.vmloom.format.Support;
import io.vmloom.table.TargetFormat;
import java.util.Optional;

/** Apple's {@code .sparseimage}; read only. */
public final class SparseImageFormat implements DiskFormat {
    static final String NAME = "sparseimage";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean matches(Probe probe) {
        return probe.headHas(0, IndexNode.MAGIC);
    }

    @Override
    public Optional<Support> support() {
        return Optional.of(new Support(
                "sparseimage", "Apple's, version 3: " + Support.NOT_CROSS_CHECKED, "", "an image of another program"));
    }

    @Override
    public Optional<ImageReader> reader() {
        return Optional.of(new SparseImageReader());
    }

    @Override
    public Optional<TargetFormat> target() {
        return Optional.empty();
    }

    @Override
    public Optional<ImageChecker> checker() {
        return Optional.of(new ExtentChecker(new SparseImageReader(), (source, claims, findings) -> {
            BandIndex index = BandIndex.read(source, SparseImageHeader.read(source));
            for (IndexNode node : index.nodes()) {
                claims.claim("index", node.firstSlot(), node.offset(), IndexNode.BYTES);
            }
        }));
    }
}
