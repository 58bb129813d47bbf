package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.LocalWriting;
import io.vmloom.error.RequestException;
import io.vmloom.store.BlockDevice;
import io.vmloom.store.Location;
import java.nio.file.Path;

/** Before anything is read: whether a target can be written where and how it is wanted. */
final class TargetPlace {
    private TargetPlace() {}

    /** Throws {@link RequestException}. */
    static void require(ConversionRequest request) {
        LocalWriting.require(request.target(), request.targetFormat(), request.options(), request.overwrite());
        if (!(request.target() instanceof Location.OnDisk(Path path))
                || BlockDevice.at(path).isEmpty()) {
            return;
        }
        if (request.trust().maxUnpackedBytes().isPresent()) {
            throw new RequestException(
                    path + " is a block device, and compressed files are unpacked beside their target,"
                            + " where no room is; unpack first");
        }
        if (!request.overwrite().inPlace()) {
            throw new RequestException(
                    path + " is a block device, which is neither made nor replaced; say that it is to be"
                            + " written to (-n, overwrite: in-place), which destroys what it holds");
        }
    }
}
