package io.vmloom.fragment;

/** Receives the units of a fragment in guest order. Offsets count from the fragment's first byte. */
public interface UnitVisitor {
    /** {@code count} units from {@code firstUnit} on are zero and not stored. */
    void zero(long firstUnit, long count);

    /** {@code count} consecutive units are stored as they are, one after the other. */
    void plain(long firstUnit, long count, long offset);

    /** A unit is stored compressed; for {@link Packing#MARKED} the offset is that of the marker, the length the stream's. */
    void compressed(long unit, long offset, int lengthBytes);
}
