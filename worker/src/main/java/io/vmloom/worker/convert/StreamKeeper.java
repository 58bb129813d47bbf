package io.vmloom.worker.convert;

import io.vmloom.codec.Codec;
import java.util.Optional;

/** Says which streams of a source an encoder takes as they stand, and counts them. Not thread-safe. */
final class StreamKeeper {
    private final boolean keeps;
    private final Codec codec;
    private final int maxBytes;
    private long keptUnits;

    /** @param maxBytes of a stream that the target can hold */
    StreamKeeper(boolean keeps, Codec codec, int maxBytes) {
        this.keeps = keeps;
        this.codec = codec;
        this.maxBytes = maxBytes;
    }

    /** The unit's stream if it is to be kept; it counts as kept then. */
    Optional<SourceUnit.Stream> kept(SourceUnit unit) {
        Optional<SourceUnit.Stream> kept =
                unit.stream().filter(stream -> keeps && stream.codec() == codec && stream.lengthBytes() <= maxBytes);
        keptUnits += kept.isPresent() ? 1 : 0;
        return kept;
    }

    long keptUnits() {
        return keptUnits;
    }
}
