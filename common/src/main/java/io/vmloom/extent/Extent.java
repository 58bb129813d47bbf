package io.vmloom.extent;

import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;

/**
 * A run of guest bytes with one mapping.
 *
 * @param lengthBytes at least 1; for {@link Mapping.Compressed} at most the rest of its unit
 */
public record Extent(GuestOffset start, long lengthBytes, Mapping mapping) {
    public Extent {
        if (lengthBytes < 1) {
            throw new IllegalArgumentException("extent must have a length, got: " + lengthBytes + " at " + start);
        }
    }

    public GuestOffset end() {
        return start.plus(lengthBytes);
    }

    /** The part of this extent from {@code skipBytes} on, {@code keepBytes} long. */
    public Extent slice(long skipBytes, long keepBytes) {
        if (skipBytes < 0 || keepBytes < 1 || keepBytes > lengthBytes - skipBytes) {
            throw new IllegalArgumentException(
                    "slice " + skipBytes + "+" + keepBytes + " leaves the extent of " + lengthBytes + " bytes");
        }
        Mapping sliced = switch (mapping) {
            case Mapping.Data(int member, HostOffset host) -> new Mapping.Data(member, host.plus(skipBytes));
            case Mapping.Encrypted(int member, HostOffset host, long position, int sectorBytes) ->
                new Mapping.Encrypted(member, host.plus(skipBytes), position + skipBytes, sectorBytes);
            case Mapping.Compressed c ->
                new Mapping.Compressed(
                        c.member(), c.host(), c.maxLengthBytes(), c.unit(), Math.toIntExact(c.skipBytes() + skipBytes));
            case Mapping.Zero zero -> zero;
            case Mapping.Unallocated unallocated -> unallocated;
            case Mapping.Lost lost -> lost;
        };
        return new Extent(start.plus(skipBytes), keepBytes, sliced);
    }

    /** Whether the bytes have to be read from somewhere. */
    public boolean hasBytes() {
        return switch (mapping) {
            case Mapping.Data data -> true;
            case Mapping.Encrypted encrypted -> true;
            case Mapping.Compressed compressed -> true;
            case Mapping.Zero zero -> false;
            case Mapping.Unallocated unallocated -> false;
            case Mapping.Lost lost -> false;
        };
    }

    /** Whether the image holds nothing here, so that what is below it shows through. */
    public boolean isUnallocated() {
        return mapping instanceof Mapping.Unallocated;
    }
}
