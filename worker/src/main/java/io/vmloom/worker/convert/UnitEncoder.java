package io.vmloom.worker.convert;

import io.vmloom.fragment.EncodedFragment;

/** Encodes whole units, which {@link UnitAssembler} cuts from a range. Not thread-safe. */
interface UnitEncoder extends AutoCloseable {
    /** The next unit, which is not all zero; the bytes are valid during the call only. */
    void unit(byte[] bytes, int offset);

    /**
     * The same for bytes that may be kept instead of a copy, for as long as the fragment is in use.
     *
     * @return whether the array is kept
     */
    default boolean lastingUnit(byte[] bytes, int offset) {
        unit(bytes, offset);
        return false;
    }

    /** The same for a unit that the source stores compressed. */
    default void sourceUnit(SourceUnit unit) {
        unit(unit.bytes(), 0);
    }

    /** The next units are all zero. */
    void zeroUnits(long count);

    EncodedFragment finish();

    /** How many units were taken as the source stores them. */
    default long keptUnits() {
        return 0;
    }

    @Override
    void close();
}
