package io.vmloom.coordinator.status;

import java.time.Duration;
import java.util.Optional;

/**
 * Data bytes to be converted, and to be read again where a target is verified in full. Holes are no work.
 *
 * @param doneBytes never more than the known ones
 * @param knownBytes 0 until the source's metadata has been read
 */
public record WorkBytes(long doneBytes, long knownBytes) {
    static final WorkBytes NONE = new WorkBytes(0, 0);

    /** Rounded down and never 100: the last bytes are not the end of the work. */
    public int percent() {
        return knownBytes == 0 ? 0 : (int) Math.min(99, 100.0 * doneBytes / knownBytes);
    }

    Optional<Duration> left(long bytesPerSecond) {
        return bytesPerSecond == 0 || knownBytes == 0
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(Math.ceilDiv(knownBytes - doneBytes, bytesPerSecond)));
    }
}
