package io.vmloom.fragment;

import io.vmloom.unit.Alignment;
import io.vmloom.unit.Varint;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * What each unit of a fragment is, run-length encoded: a few bytes for terabytes of zeros, about two per compressed
 * unit. Offsets are not stored; they follow from the {@link Packing}.
 *
 * @param firstUnit number of the range's first unit in the guest
 * @param units how many units the range covers
 * @param plainUnits how many of them are stored as they are
 */
public record FragmentIndex(
        Packing packing, int unitBytes, long firstUnit, long units, long plainUnits, ByteBuffer runs) {
    static final int ZERO = 0;
    static final int PLAIN = 1;
    static final int COMPRESSED = 2;

    private static final int KIND_BITS = 2;
    private static final int MARKER_BYTES = 12;
    private static final int SECTOR_BYTES = 512;
    /** No encoder's unit grows beyond this, and sums of offsets stay far from an overflow. */
    private static final int MAX_COMPRESSED_BYTES = 1 << 30;

    public FragmentIndex {
        boolean insideGuest = unitBytes > 0 && firstUnit >= 0 && units <= Long.MAX_VALUE / unitBytes - firstUnit;
        if (!insideGuest || plainUnits < 0 || plainUnits > units) {
            throw new IllegalArgumentException("fragment index must lie inside a guest, got: " + units + " units of "
                    + unitBytes + " bytes from unit " + firstUnit + ", " + plainUnits + " of them plain");
        }
        runs = runs.asReadOnlyBuffer();
    }

    /** Bytes that a unit of this compressed length takes, framing and padding included. */
    public static long storedBytes(Packing packing, int compressedBytes) {
        return packing == Packing.MARKED
                ? Alignment.up(MARKER_BYTES + (long) compressedBytes, SECTOR_BYTES)
                : compressedBytes;
    }

    /**
     * Visits every unit in guest order; neighbours of one kind come as one run. Throws {@link IllegalArgumentException},
     * maybe only after some visits, when the runs contradict the rest of the index.
     */
    public void forEach(UnitVisitor visitor) {
        ByteBuffer in = runs.duplicate();
        long unit = firstUnit;
        long plainLeft = plainUnits;
        long plainOffset = 0;
        long compressedOffset = packing == Packing.PACKED ? Math.multiplyExact(plainUnits, unitBytes) : 0;
        while (in.hasRemaining()) {
            long run = Varint.read(in);
            long count = run >>> KIND_BITS;
            require(count > 0 && count <= firstUnit + units - unit, "has a run of " + count + " units");
            switch ((int) (run & ((1 << KIND_BITS) - 1))) {
                case ZERO -> visitor.zero(unit, count);
                case PLAIN -> {
                    plainLeft -= count;
                    require(plainLeft >= 0, "must have " + plainUnits + " plain units");
                    long offset = packing == Packing.IDENTITY ? (unit - firstUnit) * unitBytes : plainOffset;
                    visitor.plain(unit, count, offset);
                    plainOffset += count * unitBytes;
                }
                case COMPRESSED -> {
                    for (long i = 0; i < count; i++) {
                        long length = Varint.read(in);
                        require(length > 0 && length <= MAX_COMPRESSED_BYTES, "holds a unit of " + length + " bytes");
                        visitor.compressed(unit + i, compressedOffset, (int) length);
                        compressedOffset += storedBytes(packing, (int) length);
                    }
                }
                default -> require(false, "holds an unknown kind of unit");
            }
            unit += count;
        }
        require(unit == firstUnit + units, "must cover " + units + " units, but covers " + (unit - firstUnit));
        require(plainLeft == 0, "must have " + plainUnits + " plain units");
    }

    private static void require(boolean condition, String rule) {
        if (!condition) {
            throw new IllegalArgumentException("fragment index " + rule);
        }
    }

    /** The same with its units counted from this one. */
    public FragmentIndex countedFrom(long unit) {
        return new FragmentIndex(packing, unitBytes, firstUnit - unit, units, plainUnits, runs);
    }

    /** The form that travels; {@link #decode} reads it. */
    public byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(16 + runs.remaining());
        Varint.write(out, packing.ordinal());
        Varint.write(out, unitBytes);
        Varint.write(out, firstUnit);
        Varint.write(out, units);
        Varint.write(out, plainUnits);
        byte[] bytes = new byte[runs.remaining()];
        runs.duplicate().get(bytes);
        out.writeBytes(bytes);
        return out.toByteArray();
    }

    /** Reads what {@link #encode} wrote; throws {@link IllegalArgumentException} for anything else. */
    public static FragmentIndex decode(ByteBuffer bytes) {
        ByteBuffer in = bytes.duplicate();
        long packing = Varint.read(in);
        require(packing < Packing.values().length, "has an unknown packing: " + packing);
        long unitBytes = Varint.read(in);
        require(unitBytes <= Integer.MAX_VALUE, "has units of " + unitBytes + " bytes");
        return new FragmentIndex(
                Packing.values()[(int) packing],
                (int) unitBytes,
                Varint.read(in),
                Varint.read(in),
                Varint.read(in),
                in.slice());
    }
}
