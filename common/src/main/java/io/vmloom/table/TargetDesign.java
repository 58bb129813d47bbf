package io.vmloom.table;

import io.vmloom.codec.Wrapper;
import io.vmloom.extent.Parent;
import io.vmloom.layout.Arrangement;
import io.vmloom.task.EncoderSpec;
import java.util.List;
import java.util.Optional;

/**
 * One target's shape: {@code front | fragments | tail}. The front holds header and tables, and its size is known only
 * when the fragments are; the tail has a fixed size. Deterministic: the same calls give the same bytes.
 */
public interface TargetDesign {
    EncoderSpec encoder();

    Arrangement arrangement();

    /** Empty for targets that are not encrypted. */
    default Optional<TargetCipher> cipher() {
        return Optional.empty();
    }

    /** Size of the guest's disk in the target: the source's, rounded up as the format needs. */
    long virtualBytes();

    /** Guest bytes that one second-level table covers; without such tables, more than any disk has. */
    default long groupBytes() {
        return 1L << 62;
    }

    /** The front's length is a multiple of this. Power of two. */
    int frontAlignmentBytes();

    /**
     * The least front for these second-level tables and this much fragment data. Never falls when groups are added or
     * data grows, so that a bound taken before encoding is enough afterwards. 0 for formats without a front.
     */
    long frontBytes(GroupSet groups, long dataBytes);

    /**
     * Whether the front has exactly this length, because the format leaves no room for padding. It is known beforehand
     * then, and the first fragment follows at once.
     */
    default boolean frontIsExact() {
        return false;
    }

    /** How the whole file is compressed; readers have to expand it first. */
    default Optional<Wrapper> wrapper() {
        return Optional.empty();
    }

    /**
     * The file whose disk shows through where the target holds nothing, as it stands in the target; empty for a target
     * that stands alone. Then the target holds what its source holds itself over such a disk, zeros too.
     */
    default Optional<Parent.Named> backing() {
        return Optional.empty();
    }

    /**
     * Files beside this one that hold the guest's bytes, in guest order and encoded as this design says; this file holds
     * none then, and tells readers of them. Empty where the target is one file.
     */
    default List<ExtentFile> extents() {
        return List.of();
    }

    /** What the tail takes. */
    long tailBytes();

    /**
     * The most bytes the whole file may have; the pipeline stops with {@code TARGET_TOO_LARGE} as soon as it is passed.
     */
    long maxFileBytes();

    /** Writes exactly {@code layout.frontBytes()} bytes, at least what {@link #frontBytes} said. */
    void writeFront(Stitch stitch, TableSink sink);

    /** Writes exactly {@link #tailBytes()} bytes. */
    void writeTail(Stitch stitch, TableSink sink);
}
