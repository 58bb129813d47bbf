package io.vmloom.format.qcow2;

import io.vmloom.error.ImageException;
import io.vmloom.extent.Parent;
import io.vmloom.format.BackingName;
import io.vmloom.source.ByteSource;
import java.util.Optional;

/** The backing file that a header names. */
final class Backing {
    private Backing() {}

    static Optional<Parent> read(ByteSource source, Qcow2Header header, HeaderExtensions extensions) {
        if (header.backingOffset() == 0 || header.backingBytes() == 0) {
            return Optional.empty();
        }
        if (header.backingBytes() > BackingName.MAX_BYTES
                || header.backingOffset() < 0
                || header.backingOffset() > header.geometry().clusterBytes() - header.backingBytes()) {
            throw ImageException.invalid(
                    source.name(),
                    Qcow2Header.BACKING_AT,
                    "the backing file's name must be at most 1023 bytes inside the first cluster, got: "
                            + header.backingBytes() + " bytes at 0x" + Long.toHexString(header.backingOffset()));
        }
        return Optional.of(BackingName.read(
                source,
                Qcow2Header.BACKING_AT,
                header.backingOffset(),
                header.backingBytes(),
                extensions.backingFormat()));
    }
}
