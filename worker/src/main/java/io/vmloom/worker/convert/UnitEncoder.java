package io.vmloom.worker.convert;

import io.vmloom.fragment.EncodedFragment;

/** Encodes whole units, which {@link UnitAssembler} cuts from a range. Not thread-safe. */
interface UnitEncoder extends AutoCloseable {
    /** The next unit, which is not all zero; the bytes are valid during the call only. */
    void unit(byte[] bytes, int offset);

    /** The same for bytes that never change again. */
    default void lastingUnit(byte[] bytes, int offset) {
        unit(bytes, offset);
    }

    /** The next units are all zero. */
    void zeroUnits(long count);

    EncodedFragment finish();

    @Override
    void close();
}
