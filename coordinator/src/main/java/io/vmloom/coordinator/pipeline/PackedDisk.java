package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.MachineDisk;
import io.vmloom.error.TargetException;
import io.vmloom.store.FileRange;
import io.vmloom.store.ObjectVersion;
import java.util.List;
import java.util.OptionalLong;

/**
 * A disk that another item made for a package, and that waits beside the package's place.
 *
 * @param virtualBytes size of the guest's disk
 */
record PackedDisk(MachineDisk disk, ObjectVersion version, long virtualBytes) {
    /** Throws {@link TargetException} {@code DISK_MISSING} when it does not wait there any more. */
    static PackedDisk find(ItemContext item, InspectStep inspect, MachineDisk disk) {
        ConversionRequest request = item.request();
        ObjectVersion version = item.existing(disk.target())
                .orElseThrow(() -> TargetException.diskMissing(
                        request.target().toString(),
                        "its disk '" + disk.reference() + "' is not at " + disk.target() + " any more",
                        "retry the batch, which makes it again"));
        return item.retries().call(() -> {
            try (InspectedSource image =
                    inspect.run(version, disk.format(), "", request.trust().ofTarget(List.of()))) {
                return new PackedDisk(disk, version, image.image().virtualBytes());
            }
        });
    }

    PackageDescriptor.DiskSizes sizes() {
        return new PackageDescriptor.DiskSizes(virtualBytes, OptionalLong.of(version.sizeBytes()));
    }

    FileRange whole() {
        return FileRange.whole(version);
    }
}
