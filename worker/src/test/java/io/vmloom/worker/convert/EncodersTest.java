package io.vmloom.worker.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.cipher.CipherSpec;
import io.vmloom.cipher.DiskCipher;
import io.vmloom.cipher.KeyWrap;
import io.vmloom.cipher.SealedCipher;
import io.vmloom.cipher.Secret;
import io.vmloom.codec.Codec;
import io.vmloom.codec.CodecException;
import io.vmloom.codec.Codecs;
import io.vmloom.codec.Compression;
import io.vmloom.codec.Decompressor;
import io.vmloom.codec.Wrapper;
import io.vmloom.error.InternalException;
import io.vmloom.extent.Extent;
import io.vmloom.extent.Mapping;
import io.vmloom.fragment.EncodedFragment;
import io.vmloom.fragment.FragmentIndex;
import io.vmloom.fragment.UnitVisitor;
import io.vmloom.range.WorkRange;
import io.vmloom.task.EncoderSpec;
import io.vmloom.testing.PlainXts;
import io.vmloom.testing.Seeded;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.Zeros;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class EncodersTest {
    private static final int UNIT = 4096;
    private static final long FIRST_UNIT = 16;
    private static final KeyWrap KEYS = KeyWrap.ofThisProcess();

    @Seeded(200)
    void theSameBytesGiveTheSameFragmentHoweverTheyAreHandedIn(SplittableRandom random) throws IOException {
        byte[] guest = guest(random);
        EncoderSpec spec = spec(random);

        EncodedFragment one = encode(spec, guest, random);
        EncodedFragment other = encode(spec, guest, random);

        assertThat(bytes(one)).isEqualTo(bytes(other));
        assertThat(one.index()).isEqualTo(other.index());
    }

    @Seeded(200)
    void theIndexLeadsBackToEveryUnit(SplittableRandom random) throws IOException {
        byte[] guest = guest(random);
        EncoderSpec spec = spec(random);

        EncodedFragment fragment = encode(spec, guest, random);

        assertThat(fragment.index().firstUnit()).isEqualTo(FIRST_UNIT);
        if (spec instanceof EncoderSpec.Identity(int unit, boolean mapped) && !mapped) {
            assertThat(bytes(fragment)).isEqualTo(guest);
            assertThat(fragment.index().units()).isEqualTo(Math.ceilDiv(guest.length, unit));
        } else {
            byte[] padded = Arrays.copyOf(guest, (int) Alignment.up(guest.length, UNIT));
            assertThat(decode(spec, fragment)).isEqualTo(padded);
        }
    }

    @Seeded(50)
    void anIdentityThatIsMappedTellsExactlyTheUnitsOfZeros(SplittableRandom random) {
        byte[] guest = guest(random);
        byte[] padded = Arrays.copyOf(guest, (int) Alignment.up(guest.length, UNIT));

        FragmentIndex index =
                encode(new EncoderSpec.Identity(UNIT, true), guest, random).index();

        boolean[] plain = new boolean[padded.length / UNIT];
        index.forEach(new UnitVisitor() {
            @Override
            public void zero(long firstUnit, long count) {}

            @Override
            public void plain(long firstUnit, long count, long offset) {
                Arrays.fill(plain, (int) (firstUnit - FIRST_UNIT), (int) (firstUnit - FIRST_UNIT + count), true);
            }

            @Override
            public void compressed(long unit, long offset, int lengthBytes) {
                throw new AssertionError(unit);
            }
        });
        for (int unit = 0; unit < plain.length; unit++) {
            assertThat(plain[unit]).as("unit %d", unit).isNotEqualTo(Zeros.isZero(padded, unit * UNIT, UNIT));
        }
    }

    @Seeded(50)
    void packedFragmentsEndAtAUnitAndMarkedOnesAtASector(SplittableRandom random) throws IOException {
        byte[] guest = guest(random);
        Compression zlib = new Compression(Codec.ZLIB, 1);

        assertThat(bytes(encode(new EncoderSpec.PackedCompressed(UNIT, zlib), guest, random)).length % UNIT)
                .isZero();
        assertThat(bytes(encode(new EncoderSpec.PackedPlain(UNIT), guest, random)).length % UNIT)
                .isZero();
        assertThat(bytes(encode(new EncoderSpec.MarkedStream(UNIT, zlib, 0), guest, random)).length % 512)
                .isZero();
    }

    @Seeded(100)
    void aStreamIsMadeAsLongAsItMustBeAndStaysReadable(SplittableRandom random) throws IOException {
        byte[] guest = guest(random);
        long minimum = random.nextLong(1, guest.length + 1);
        EncoderSpec spec = new EncoderSpec.MarkedStream(UNIT, new Compression(Codec.ZLIB, 6), minimum);

        EncodedFragment fragment = encode(spec, guest, random);

        assertThat(fragment.content().lengthBytes()).isBetween(minimum, 2 * minimum + 4L * UNIT + guest.length);
        assertThat(decode(spec, fragment)).startsWith(guest);
    }

    @Test
    void aRangeThatCanNotBeMadeLongEnoughIsAFaultOfThePlan() {
        EncoderSpec spec = new EncoderSpec.MarkedStream(UNIT, new Compression(Codec.ZLIB, 6), 3 * UNIT);

        assertThatThrownBy(() -> encode(spec, new byte[UNIT], new SplittableRandom(1)))
                .isInstanceOf(InternalException.class)
                .hasMessageContaining("can not fill " + 3 * UNIT);
    }

    @Test
    void zerosAreNeverStored() throws IOException {
        byte[] zeros = new byte[100 * UNIT];

        for (EncoderSpec spec : List.of(
                new EncoderSpec.PackedPlain(UNIT),
                new EncoderSpec.PackedCompressed(UNIT, new Compression(Codec.ZSTD, 3)),
                new EncoderSpec.MarkedStream(UNIT, new Compression(Codec.ZLIB, 3), 0))) {
            assertThat(bytes(encode(spec, zeros, new SplittableRandom(1)))).isEmpty();
        }
        assertThat(encode(new EncoderSpec.Identity(UNIT, true), zeros, new SplittableRandom(2))
                        .content()
                        .isHole())
                .isTrue();
    }

    @Seeded(60)
    void streamsAreACompressedFileThatEveryReaderExpands(SplittableRandom random) throws IOException {
        byte[] guest = guest(random);
        Wrapper wrapper = List.of(Wrapper.GZIP, Wrapper.XZ, Wrapper.ZSTD).get(random.nextInt(3));
        int minimum = random.nextBoolean() ? 0 : random.nextInt(400_000);

        EncodedFragment fragment = encode(new EncoderSpec.Streams(UNIT, wrapper, 1, minimum), guest, random);

        byte[] file = bytes(fragment);
        assertThat(file.length).isGreaterThanOrEqualTo(minimum);
        assertThat(fragment.index().units()).isEqualTo(Math.ceilDiv(guest.length, UNIT));
        try (InputStream content = wrapper.expand(new ByteArrayInputStream(file))) {
            assertThat(content.readAllBytes()).isEqualTo(guest);
        }
        if (wrapper == Wrapper.GZIP) {
            try (InputStream content = new GZIPInputStream(new ByteArrayInputStream(file))) {
                assertThat(content.readAllBytes()).isEqualTo(guest);
            }
        }
    }

    @Seeded(60)
    void encryptedFragmentsAreWhatTheEncoderInsideMakesSectorBySector(SplittableRandom random) throws IOException {
        byte[] guest = guest(random);
        EncoderSpec inside = random.nextBoolean() ? new EncoderSpec.Identity() : new EncoderSpec.PackedPlain(UNIT);
        byte[] key = new byte[random.nextBoolean() ? 32 : 64];
        random.nextBytes(key);
        CipherSpec xts = new CipherSpec(CipherSpec.Mode.XTS, CipherSpec.Numbering.PLAIN64);
        SealedCipher sealed = KEYS.seal(new DiskCipher(xts, 512, 0, new Secret(key)));
        long sector = random.nextLong(1L << 40);

        EncodedFragment fragment = encode(new EncoderSpec.Encrypted(inside, sealed, sector * 512), guest, random);

        EncodedFragment plain = encode(inside, guest, random);
        byte[] padded = Arrays.copyOf(bytes(plain), (int) Alignment.up(bytes(plain).length, 512));
        assertThat(PlainXts.decrypt(key, bytes(fragment), sector)).isEqualTo(padded);
        assertThat(fragment.index()).isEqualTo(plain.index());
    }

    @Seeded(30)
    void aFragmentWhoseLengthIsKnownBeforehandHoldsTheUnitsOfAllThatComesAsData(SplittableRandom random)
            throws IOException {
        byte[] guest = guest(random);
        EncoderSpec spec = new EncoderSpec.PackedPlain(UNIT, 0, true);
        WorkRange range = range(guest);

        try (FragmentEncoder encoder = Encoders.create(spec, range, true, KEYS, new BlockPool())) {
            encoder.data(guest, 0, guest.length);
            encoder.zeros(3 * UNIT + UNIT - guest.length % UNIT);
            EncodedFragment fragment = encoder.finish();

            assertThat(bytes(fragment)).isEqualTo(Arrays.copyOf(guest, (int) Alignment.up(guest.length, UNIT)));
        }
    }

    @Seeded(60)
    void whatWasInMemoryThatIsUsedAgainDoesNotMatter(SplittableRandom random) throws IOException {
        BlockPool blocks = new BlockPool();
        EncoderSpec spec = spec(random);
        byte[] guest = guest(random);
        EncodedFragment before = encode(spec(random), guest(random), random, blocks);
        EncodedFragment kept = encode(spec, guest, random, blocks);
        byte[] expected = bytes(kept);
        before.content().release();

        EncodedFragment after = encode(spec, guest, random, blocks);

        assertThat(bytes(after)).isEqualTo(expected);
        assertThat(bytes(kept)).isEqualTo(expected);
    }

    private static EncoderSpec spec(SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0 -> new EncoderSpec.Identity(UNIT, random.nextBoolean());
            case 1 -> new EncoderSpec.PackedPlain(UNIT);
            case 2 -> new EncoderSpec.PackedCompressed(UNIT, new Compression(Codec.ZSTD, random.nextInt(1, 5)));
            case 3 -> new EncoderSpec.PackedCompressed(UNIT, new Compression(Codec.DEFLATE, random.nextInt(1, 9)));
            default -> new EncoderSpec.MarkedStream(UNIT, new Compression(Codec.ZLIB, random.nextInt(1, 9)), 0);
        };
    }

    /** Units of noise, of text, of zeros, and mixed ones; the last may be cut. */
    private static byte[] guest(SplittableRandom random) {
        byte[] guest = new byte[random.nextInt(1, 60 * UNIT)];
        for (int unit = 0; unit < guest.length; unit += UNIT) {
            byte[] bytes = new byte[Math.min(guest.length - unit, random.nextInt(1, UNIT + 1))];
            switch (random.nextInt(4)) {
                case 0 -> random.nextBytes(bytes);
                case 1 -> Arrays.fill(bytes, (byte) unit);
                default -> {}
            }
            System.arraycopy(bytes, 0, guest, unit, bytes.length);
        }
        return guest;
    }

    /** Hands the bytes in by pieces of any length, runs of zeros sometimes as such. */
    private static EncodedFragment encode(EncoderSpec spec, byte[] guest, SplittableRandom random) {
        return encode(spec, guest, random, new BlockPool());
    }

    private static EncodedFragment encode(EncoderSpec spec, byte[] guest, SplittableRandom random, BlockPool blocks) {
        WorkRange range = range(guest);
        int longest = 1 << random.nextInt(9, 18);
        try (FragmentEncoder encoder = Encoders.create(spec, range, true, KEYS, blocks)) {
            for (int at = 0; at < guest.length; ) {
                int zeros = zeros(guest, at);
                if (zeros > 0 && random.nextBoolean()) {
                    int length = random.nextBoolean() ? zeros : random.nextInt(1, zeros + 1);
                    encoder.zeros(length);
                    at += length;
                } else {
                    int length = random.nextInt(1, Math.min(longest, guest.length - at) + 1);
                    encoder.data(guest, at, length);
                    at += length;
                }
            }
            return encoder.finish();
        }
    }

    private static WorkRange range(byte[] guest) {
        return new WorkRange(
                0,
                new GuestOffset(FIRST_UNIT * UNIT),
                guest.length,
                guest.length,
                List.of(new Extent(new GuestOffset(FIRST_UNIT * UNIT), guest.length, Mapping.Zero.INSTANCE)));
    }

    private static int zeros(byte[] guest, int from) {
        int end = from;
        while (end < guest.length && guest[end] == 0) {
            end++;
        }
        return end - from;
    }

    static byte[] bytes(EncodedFragment fragment) throws IOException {
        return fragment.content().stream().readAllBytes();
    }

    /** Back to guest bytes by what the index says, independently of the encoder. */
    static byte[] decode(EncoderSpec spec, EncodedFragment fragment) throws IOException {
        FragmentIndex index = fragment.index();
        int unitBytes = spec.unitBytes();
        byte[] stored = Arrays.copyOf(
                bytes(fragment), (int) Alignment.up(fragment.content().lengthBytes(), unitBytes));
        byte[] guest = new byte[Math.toIntExact(index.units() * unitBytes)];
        index.forEach(new UnitVisitor() {
            @Override
            public void zero(long firstUnit, long count) {}

            @Override
            public void plain(long firstUnit, long count, long offset) {
                System.arraycopy(stored, (int) offset, guest, at(firstUnit), (int) count * unitBytes);
            }

            @Override
            public void compressed(long unit, long offset, int lengthBytes) {
                int from = (int) offset;
                if (spec instanceof EncoderSpec.MarkedStream) {
                    ByteBuffer marker = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
                    assertThat(marker.getLong(from)).isEqualTo(unit * unitBytes / 512);
                    assertThat(marker.getInt(from + 8)).isEqualTo(lengthBytes);
                    from += 12;
                }
                expand(codec(spec), stored, from, lengthBytes, guest, at(unit), unitBytes);
            }

            private int at(long unit) {
                return Math.toIntExact((unit - index.firstUnit()) * unitBytes);
            }
        });
        return guest;
    }

    private static Codec codec(EncoderSpec spec) {
        return switch (spec) {
            case EncoderSpec.PackedCompressed packed -> packed.compression().codec();
            case EncoderSpec.MarkedStream marked -> marked.compression().codec();
            case EncoderSpec.Streams streams -> streams.compression().codec();
            case EncoderSpec.Identity identity -> throw new AssertionError(identity);
            case EncoderSpec.PackedPlain plain -> throw new AssertionError(plain);
            case EncoderSpec.Encrypted encrypted -> throw new AssertionError(encrypted);
        };
    }

    private static void expand(
            Codec codec, byte[] stored, int offset, int length, byte[] guest, int at, int unitBytes) {
        try (Decompressor decompressor = Codecs.decompressor(codec)) {
            decompressor.decompress(stored, offset, length, guest, at, unitBytes);
        } catch (CodecException e) {
            throw new AssertionError(e);
        }
    }
}
