package io.vmloom.wire;

import io.vmloom.codec.Codec;
import io.vmloom.extent.CompressedUnit;
import io.vmloom.extent.Extent;
import io.vmloom.extent.Mapping;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import io.vmloom.unit.Varint;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Extents as varints. Each is a head, its distance from the end of the one before (left out when 0), its length, and
 * what its mapping needs; host offsets are distances too. The head holds the kind in its two low bits and, above them,
 * whether there is a guest distance, whether it is backwards, and whether the host distance is backwards. Two more bits say
 * that data are encrypted, and that the position's distance is backwards.
 */
final class ExtentPacking {
    /** Twice what a range is cut at. */
    static final int MAX_EXTENTS = 1 << 17;

    private static final int DATA = 0;
    private static final int COMPRESSED = 1;
    private static final int ZERO = 2;
    private static final int UNALLOCATED = 3;
    private static final int KIND_MASK = 3;
    private static final int HAS_GUEST_DISTANCE = 1 << 2;
    private static final int GUEST_BACKWARDS = 1 << 3;
    private static final int HOST_BACKWARDS = 1 << 4;
    private static final int ENCRYPTED = 1 << 5;
    private static final int POSITION_BACKWARDS = 1 << 6;
    private static final int KNOWN_BITS = (1 << 7) - 1;

    private ExtentPacking() {}

    static byte[] pack(List<Extent> extents) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(extents.size() * 8);
        long guest = 0;
        long host = 0;
        long position = 0;
        for (Extent extent : extents) {
            long guestDistance = extent.start().bytes() - guest;
            long hostDistance = hostOf(extent.mapping(), host) - host;
            long positionDistance = positionOf(extent.mapping(), position) - position;
            Varint.write(
                    out,
                    kind(extent.mapping())
                            | (guestDistance == 0 ? 0 : HAS_GUEST_DISTANCE)
                            | (guestDistance < 0 ? GUEST_BACKWARDS : 0)
                            | (hostDistance < 0 ? HOST_BACKWARDS : 0)
                            | (positionDistance < 0 ? POSITION_BACKWARDS : 0));
            if (guestDistance != 0) {
                Varint.write(out, Math.abs(guestDistance));
            }
            Varint.write(out, extent.lengthBytes());
            switch (extent.mapping()) {
                case Mapping.Data data -> {
                    Varint.write(out, data.member());
                    Varint.write(out, Math.abs(hostDistance));
                    host = Math.addExact(data.host().bytes(), extent.lengthBytes());
                }
                case Mapping.Encrypted encrypted -> {
                    Varint.write(out, encrypted.member());
                    Varint.write(out, Math.abs(hostDistance));
                    Varint.write(out, Math.abs(positionDistance));
                    Varint.write(out, encrypted.sectorBytes());
                    host = Math.addExact(encrypted.host().bytes(), extent.lengthBytes());
                    position = Math.addExact(encrypted.position(), extent.lengthBytes());
                }
                case Mapping.Compressed compressed -> {
                    Varint.write(out, compressed.member());
                    Varint.write(out, Math.abs(hostDistance));
                    Varint.write(out, compressed.maxLengthBytes());
                    write(out, compressed.unit());
                    Varint.write(out, compressed.skipBytes());
                    host = Math.addExact(compressed.host().bytes(), compressed.maxLengthBytes());
                }
                case Mapping.Zero zero -> {}
                case Mapping.Unallocated unallocated -> {}
                case Mapping.Lost lost -> {}
            }
            guest = extent.end().bytes();
        }
        return out.toByteArray();
    }

    /** Reads exactly {@code count} extents; throws {@link IllegalArgumentException} when it are more or fewer. */
    static List<Extent> unpack(ByteBuffer in, int count) {
        List<Extent> extents = new ArrayList<>(count);
        long guest = 0;
        long host = 0;
        long position = 0;
        for (int i = 0; i < count; i++) {
            long head = Varint.read(in);
            if ((head & ~KNOWN_BITS) != 0) {
                throw new IllegalArgumentException("extent " + i + " is of an unknown kind: " + head);
            }
            long distance = (head & HAS_GUEST_DISTANCE) == 0 ? 0 : Varint.read(in);
            long start = (head & GUEST_BACKWARDS) == 0 ? Math.addExact(guest, distance) : guest - distance;
            long length = Varint.read(in);
            boolean hostBackwards = (head & HOST_BACKWARDS) != 0;
            Mapping mapping = switch ((int) head & (KIND_MASK | ENCRYPTED)) {
                case DATA | ENCRYPTED -> {
                    int member = readInt(in);
                    HostOffset at = readHost(in, host, hostBackwards);
                    long positionDistance = Varint.read(in);
                    long positionAt = (head & POSITION_BACKWARDS) == 0
                            ? Math.addExact(position, positionDistance)
                            : position - positionDistance;
                    host = at.plus(length).bytes();
                    position = Math.addExact(positionAt, length);
                    yield new Mapping.Encrypted(member, at, positionAt, readInt(in));
                }
                case DATA -> {
                    int member = readInt(in);
                    HostOffset at = readHost(in, host, hostBackwards);
                    host = at.plus(length).bytes();
                    yield new Mapping.Data(member, at);
                }
                case COMPRESSED -> {
                    int member = readInt(in);
                    HostOffset at = readHost(in, host, hostBackwards);
                    int maxLength = readInt(in);
                    host = at.plus(maxLength).bytes();
                    yield new Mapping.Compressed(member, at, maxLength, readUnit(in), readInt(in));
                }
                case ZERO -> Mapping.Zero.INSTANCE;
                case UNALLOCATED -> Mapping.Unallocated.INSTANCE;
                default -> throw new IllegalArgumentException("extent " + i + " is of an unknown kind: " + head);
            };
            Extent extent = new Extent(new GuestOffset(start), length, mapping);
            extents.add(extent);
            guest = extent.end().bytes();
        }
        if (in.hasRemaining()) {
            throw new IllegalArgumentException(in.remaining() + " bytes follow the last of " + count + " extents");
        }
        return extents;
    }

    private static int kind(Mapping mapping) {
        return switch (mapping) {
            case Mapping.Data data -> DATA;
            case Mapping.Encrypted encrypted -> DATA | ENCRYPTED;
            case Mapping.Compressed compressed -> COMPRESSED;
            case Mapping.Zero zero -> ZERO;
            case Mapping.Unallocated unallocated -> UNALLOCATED;
            case Mapping.Lost lost -> ZERO; // a worker reads zeros there; who planned it tells of the loss
        };
    }

    private static long hostOf(Mapping mapping, long otherwise) {
        return switch (mapping) {
            case Mapping.Data data -> data.host().bytes();
            case Mapping.Encrypted encrypted -> encrypted.host().bytes();
            case Mapping.Compressed compressed -> compressed.host().bytes();
            case Mapping.Zero zero -> otherwise;
            case Mapping.Unallocated unallocated -> otherwise;
            case Mapping.Lost lost -> otherwise;
        };
    }

    private static long positionOf(Mapping mapping, long otherwise) {
        return mapping instanceof Mapping.Encrypted encrypted ? encrypted.position() : otherwise;
    }

    private static void write(ByteArrayOutputStream out, CompressedUnit unit) {
        Varint.write(out, codecNumber(unit.codec()));
        Varint.write(out, framingNumber(unit.framing()));
        Varint.write(out, unit.decodedBytes());
    }

    private static CompressedUnit readUnit(ByteBuffer in) {
        Codec codec = named(Codec.values(), ExtentPacking::codecNumber, readInt(in), "codec");
        CompressedUnit.Framing framing =
                named(CompressedUnit.Framing.values(), ExtentPacking::framingNumber, readInt(in), "framing");
        return new CompressedUnit(codec, framing, readInt(in));
    }

    private static int codecNumber(Codec codec) {
        return switch (codec) {
            case DEFLATE -> 0;
            case ZLIB -> 1;
            case ZSTD -> 2;
            case BZIP2 -> 3;
            case XZ -> 4;
            case LZFSE -> 5;
            case ADC -> 6;
            case GZIP -> 7;
        };
    }

    private static int framingNumber(CompressedUnit.Framing framing) {
        return switch (framing) {
            case BARE -> 0;
            case SECTOR_MARKED -> 1;
        };
    }

    private static <E> E named(E[] constants, ToIntFunction<E> number, int wanted, String what) {
        for (E constant : constants) {
            if (number.applyAsInt(constant) == wanted) {
                return constant;
            }
        }
        throw new IllegalArgumentException(what + " number " + wanted + " is not known");
    }

    private static HostOffset readHost(ByteBuffer in, long base, boolean backwards) {
        long distance = Varint.read(in);
        return new HostOffset(backwards ? base - distance : Math.addExact(base, distance));
    }

    private static int readInt(ByteBuffer in) {
        return Math.toIntExact(Varint.read(in));
    }
}
