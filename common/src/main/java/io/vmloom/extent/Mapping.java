package io.vmloom.extent;

import io.vmloom.cipher.DiskCipher;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.HostOffset;

/** What stands behind a run of guest bytes. */
public sealed interface Mapping {
    /** Whether {@code next}, which stands {@code lengthBytes} further on, only goes on where this leaves off. */
    default boolean continuedBy(long lengthBytes, Mapping next) {
        return switch (this) {
            case Data(int member, HostOffset host) ->
                next instanceof Data data
                        && data.member() == member
                        && data.host().bytes() == host.bytes() + lengthBytes;
            case Encrypted part ->
                next instanceof Encrypted rest
                        && rest.member() == part.member()
                        && rest.sectorBytes() == part.sectorBytes()
                        && rest.host().bytes() == part.host().bytes() + lengthBytes
                        && rest.position() == part.position() + lengthBytes;
            case Compressed part ->
                next instanceof Compressed rest
                        && rest.skipBytes() == part.skipBytes() + lengthBytes
                        && rest.host().equals(part.host())
                        && rest.member() == part.member()
                        && rest.maxLengthBytes() == part.maxLengthBytes()
                        && rest.unit().equals(part.unit());
            case Zero zero -> next instanceof Zero;
            case Unallocated unallocated -> next instanceof Unallocated;
            case Lost lost -> next instanceof Lost;
        };
    }

    /** The same in a list of members in which those meant here begin at this place. */
    default Mapping inMembersFrom(int firstMember) {
        return switch (this) {
            case Data(int member, HostOffset host) -> new Data(member + firstMember, host);
            case Encrypted(int member, HostOffset host, long position, int sectorBytes) ->
                new Encrypted(member + firstMember, host, position, sectorBytes);
            case Compressed(int member, HostOffset host, int maxLengthBytes, CompressedUnit unit, int skipBytes) ->
                new Compressed(member + firstMember, host, maxLengthBytes, unit, skipBytes);
            case Zero zero -> zero;
            case Unallocated unallocated -> unallocated;
            case Lost lost -> lost;
        };
    }

    /** Plain bytes of a member file, one to one. */
    record Data(int member, HostOffset host) implements Mapping {}

    /**
     * Encrypted bytes of a member file, one to one, by the member's cipher.
     *
     * @param position what sectors are numbered by: where this extent begins in the guest, or in the file, as the format
     *     has it; not always at a sector's begin
     * @param sectorBytes what is encrypted as one
     */
    record Encrypted(int member, HostOffset host, long position, int sectorBytes) implements Mapping {
        public Encrypted {
            if (!DiskCipher.isSector(sectorBytes) || position < 0 || position % sectorBytes > host.bytes()) {
                throw new IllegalArgumentException("encrypted sectors of " + sectorBytes + " bytes can not be at "
                        + host + " with position " + position);
            }
        }

        /** How many bytes of its first sector stand before this extent. */
        public int skipBytes() {
            return (int) (position % sectorBytes);
        }

        /** How many bytes have to be read for so many of this extent: whole sectors. */
        public long storedBytes(long lengthBytes) {
            return Alignment.up(skipBytes() + lengthBytes, sectorBytes);
        }
    }

    /**
     * A part of one compressed unit.
     *
     * @param maxLengthBytes how many bytes from the host offset may belong to it, framing included; the metadata often
     *     knows only an upper bound, and the decoder finds the end
     * @param skipBytes where in the decoded unit this extent begins
     */
    record Compressed(int member, HostOffset host, int maxLengthBytes, CompressedUnit unit, int skipBytes)
            implements Mapping {}

    /** Explicitly zero. */
    record Zero() implements Mapping {
        public static final Zero INSTANCE = new Zero();
    }

    /** Nothing was ever written here; reads as zero once chains are flattened. */
    record Unallocated() implements Mapping {
        public static final Unallocated INSTANCE = new Unallocated();
    }

    /**
     * What an image's tables do not tell, because they are damaged; zeros are to stand in for it.
     *
     * @param damage the first that was met
     */
    record Lost(Damage damage) implements Mapping {}
}
