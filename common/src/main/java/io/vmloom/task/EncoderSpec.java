package io.vmloom.task;

import io.vmloom.cipher.SealedCipher;
import io.vmloom.codec.Codec;
import io.vmloom.codec.Codecs;
import io.vmloom.codec.Compression;
import io.vmloom.codec.Wrapper;
import io.vmloom.extent.Extent;
import io.vmloom.extent.Mapping;
import io.vmloom.unit.Alignment;

/** How a worker encodes guest bytes, named by structure: a worker knows no image format. */
public sealed interface EncoderSpec {
    /** Begins the fingerprint where streams are kept; has another number when other streams are kept. */
    String KEPT = "kept1+";

    /** The target's unit of allocation in guest bytes: cluster, grain or block. Power of two. */
    int unitBytes();

    /** What decides the encoded bytes besides the guest's; empty where no codec is involved. */
    default String codecFingerprint() {
        return switch (this) {
            case Identity identity -> "";
            case PackedPlain plain -> "";
            case PackedCompressed packed -> fingerprint(packed.compression(), packed.keepsStreams());
            case MarkedStream marked -> fingerprint(marked.compression(), marked.keepsStreams());
            case Streams streams -> Codecs.fingerprint(streams.compression());
            case Encrypted encrypted -> encrypted.inside().codecFingerprint();
        };
    }

    private static String fingerprint(Compression compression, boolean keepsStreams) {
        return (keepsStreams ? KEPT : "") + Codecs.fingerprint(compression);
    }

    /** Whether a worker takes what the source stores for this extent as it stands, if nothing about it is unusual. */
    default boolean keeps(Extent extent) {
        return switch (this) {
            case PackedCompressed packed ->
                packed.keepsStreams()
                        && isWholeUnit(extent, packed.compression().codec());
            case MarkedStream marked ->
                marked.keepsStreams()
                        && isWholeUnit(extent, marked.compression().codec());
            case Identity identity -> false;
            case PackedPlain plain -> false;
            case Streams streams -> false;
            case Encrypted encrypted -> false;
        };
    }

    private boolean isWholeUnit(Extent extent, Codec codec) {
        return extent.mapping() instanceof Mapping.Compressed compressed
                && compressed.unit().codec() == codec
                && compressed.unit().decodedBytes() == unitBytes()
                && extent.lengthBytes() == unitBytes()
                && extent.start().bytes() % unitBytes() == 0;
    }

    /** Whether a fragment holds every byte of its range, zeros too, so that its length is the range's. */
    default boolean holdsZeros() {
        return this instanceof Identity;
    }

    /** Whether zeros of the guest, too, take bytes of a fragment, so that ranges are cut by guest bytes. */
    default boolean encodesZeros() {
        return switch (this) {
            case Identity identity -> true;
            case Streams streams -> true;
            case PackedPlain plain -> false;
            case PackedCompressed packed -> false;
            case MarkedStream marked -> false;
            case Encrypted encrypted -> encrypted.inside().encodesZeros();
        };
    }

    /**
     * Guest bytes as they are. Runs of zeros of at least a unit become holes where the target has them.
     *
     * @param mapped whether the fragment's index tells which units hold anything; else it calls all of them zero, and is
     *     short whatever they hold
     */
    record Identity(int unitBytes, boolean mapped) implements EncoderSpec {
        /** The block of common file systems, and qemu-img's default for {@code -S}. */
        private static final int HOLE_BYTES = 4096;

        /** For targets without a unit of their own. */
        public Identity() {
            this(HOLE_BYTES, false);
        }

        public Identity {
            requireUnit(unitBytes);
        }
    }

    /**
     * Units that are not all zero, one after the other, as they are. The fragment's index counts units alone: unit n of
     * those stored stands at {@code n * (leadBytes + unitBytes) + leadBytes}.
     *
     * @param leadBytes how many bytes 0xff stand in front of each unit: a map by which every sector of it is present
     * @param keepsZeros whether units of which the source stores anything are stored though they turn out to be zero, so that a
     *     fragment's length is known beforehand
     */
    record PackedPlain(int unitBytes, int leadBytes, boolean keepsZeros) implements EncoderSpec {
        private static final int MAX_LEAD_BYTES = 512;

        public PackedPlain {
            requireUnit(unitBytes);
            if (leadBytes < 0 || leadBytes > MAX_LEAD_BYTES) {
                throw new IllegalArgumentException("encoder lead must be 0 to 512 bytes, got: " + leadBytes);
            }
        }

        public PackedPlain(int unitBytes, int leadBytes) {
            this(unitBytes, leadBytes, false);
        }

        public PackedPlain(int unitBytes) {
            this(unitBytes, 0);
        }
    }

    /**
     * First the units that did not shrink, one after the other, as they are; then the compressed ones without any
     * alignment; then zeros up to a multiple of the unit.
     *
     * @param keepsStreams whether a unit that the source stores by the same codec is taken as it is stored there
     */
    record PackedCompressed(int unitBytes, Compression compression, boolean keepsStreams) implements EncoderSpec {
        public PackedCompressed {
            requireUnit(unitBytes);
        }

        /** Compresses each unit itself. */
        public PackedCompressed(int unitBytes, Compression compression) {
            this(unitBytes, compression, false);
        }
    }

    /**
     * Compressed units in guest order, each behind twelve little-endian bytes (guest sector u64, length u32) and padded
     * to 512 bytes; zero units are left out.
     *
     * @param minimumBytes when not 0, the fragment is made at least this long with stored (not compressed) units and
     *     explicit zero units
     * @param keepsStreams whether a unit that the source stores by the same codec is taken as it is stored there
     */
    record MarkedStream(int unitBytes, Compression compression, long minimumBytes, boolean keepsStreams)
            implements EncoderSpec {
        public MarkedStream {
            requireUnit(unitBytes);
        }

        /** Compresses each unit itself. */
        public MarkedStream(int unitBytes, Compression compression, long minimumBytes) {
            this(unitBytes, compression, minimumBytes, false);
        }
    }

    /**
     * Guest bytes in order, each unit a stream of its own in a compressed file, the last one as long as what is left.
     *
     * @param minimumBytes when not 0, the fragment is made at least this long with padding
     */
    record Streams(int unitBytes, Wrapper wrapper, int level, long minimumBytes) implements EncoderSpec {
        public Streams {
            requireUnit(unitBytes);
        }

        public Compression compression() {
            return new Compression(wrapper.codec(), level);
        }

        /** No stream is longer than its content by more than this. */
        public static int slackBytes(int unitBytes) {
            return 1024 + unitBytes / 64;
        }
    }

    /**
     * What another encoder makes, encrypted sector by sector, its zeros too. The last sector is filled up with zeros.
     *
     * @param inside makes guest bytes as they are, or plain units
     * @param position of the fragment's first byte in what sectors are numbered by
     */
    record Encrypted(EncoderSpec inside, SealedCipher cipher, long position) implements EncoderSpec {
        public Encrypted {
            if (!(inside instanceof Identity) && !(inside instanceof PackedPlain plain && plain.leadBytes() == 0)) {
                throw new IllegalArgumentException("only plain bytes can be encrypted, got: " + inside);
            }
            if (position < 0 || position % cipher.sectorBytes() != 0) {
                throw new IllegalArgumentException("a fragment must begin with a sector of " + cipher.sectorBytes()
                        + " bytes, got position: " + position);
            }
        }

        @Override
        public int unitBytes() {
            return inside.unitBytes();
        }
    }

    private static void requireUnit(int unitBytes) {
        if (!Alignment.isPowerOfTwo(unitBytes) || unitBytes < 512 || unitBytes > 256 << 20) {
            throw new IllegalArgumentException(
                    "encoder unit must be a power of two from 512 to 256 MiB, got: " + unitBytes);
        }
    }
}
