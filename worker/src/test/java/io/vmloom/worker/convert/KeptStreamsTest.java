package io.vmloom.worker.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cipher.KeyWrap;
import io.vmloom.codec.Codec;
import io.vmloom.codec.Codecs;
import io.vmloom.codec.Compression;
import io.vmloom.codec.Compressor;
import io.vmloom.extent.OnDamage;
import io.vmloom.fragment.EncodedFragment;
import io.vmloom.range.WorkRange;
import io.vmloom.task.EncoderSpec;
import io.vmloom.testing.Seeded;
import io.vmloom.unit.GuestOffset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Units that the source stores compressed, and that a target takes as they stand. */
class KeptStreamsTest {
    private static final int UNIT = 4096;
    private static final int MARKER = 12;
    private static final KeyWrap KEYS = KeyWrap.ofThisProcess();

    /** Of the streams; targets compress with another level, so that the difference shows. */
    private static final int LEVEL_OF_SOURCE = 1;

    @ParameterizedTest
    @EnumSource(names = {"DEFLATE", "ZSTD"})
    void areBytesOfAPackedFragmentAsTheyStand(Codec codec) throws IOException {
        List<byte[]> units = List.of(text(1), text(2), text(3));

        Encoded kept = encode(packed(codec, true), encoder -> units.forEach(unit -> encoder.unit(stored(codec, unit))));

        byte[] streams =
                concat(units.stream().map(unit -> compress(codec, unit)).toArray(byte[][]::new));
        assertThat(kept.bytes()).startsWith(streams).hasSize(UNIT * Math.ceilDiv(streams.length, UNIT));
        assertThat(kept.units()).isEqualTo(3);
        assertThat(kept.guest()).isEqualTo(concat(units.toArray(byte[][]::new)));
    }

    @Test
    void standBehindMarkersOfTheirOwnPlace() throws IOException {
        byte[] unit = text(1);

        Encoded kept = encode(marked(0, true), encoder -> {
            encoder.zeros(7 * UNIT);
            encoder.unit(stored(Codec.ZLIB, unit));
        });

        byte[] stream = compress(Codec.ZLIB, unit);
        assertThat(Arrays.copyOfRange(kept.bytes(), MARKER, MARKER + stream.length))
                .isEqualTo(stream);
        assertThat(kept.units()).isEqualTo(1);
        assertThat(kept.guest()).isEqualTo(concat(new byte[7 * UNIT], unit));
    }

    /** What is not to be kept, and the encoder that it is given to. */
    private enum Doubt {
        ANOTHER_CODEC(packed(Codec.ZSTD, true), stored(Codec.DEFLATE, text(1))),
        ANOTHER_WRAPPER(packed(Codec.DEFLATE, true), stored(Codec.ZLIB, text(1))),
        A_LARGER_UNIT(packed(Codec.DEFLATE, true), stored(Codec.DEFLATE, concat(text(1), text(2)))),
        A_SMALLER_UNIT(packed(Codec.DEFLATE, true), stored(Codec.DEFLATE, Arrays.copyOf(text(1), UNIT / 2))),
        A_LEVEL_IS_WANTED(packed(Codec.DEFLATE, false), stored(Codec.DEFLATE, text(1))),
        A_LEVEL_IS_WANTED_OF_GRAINS(marked(0, false), stored(Codec.ZLIB, text(1))),
        ITS_END_IS_UNSURE(packed(Codec.DEFLATE, true), new SourceUnit(text(1), UNIT, Optional.empty())),
        NOTHING_BUT_ZEROS(packed(Codec.DEFLATE, true), stored(Codec.DEFLATE, new byte[UNIT])),
        NOTHING_BUT_ZEROS_IN_A_GRAIN(marked(0, true), stored(Codec.ZLIB, new byte[UNIT])),
        AS_LONG_AS_A_CLUSTER(packed(Codec.DEFLATE, true), ofStreamBytes(Codec.DEFLATE, UNIT)),
        LONGER_THAN_A_GRAIN_AND_A_SECTOR(marked(0, true), ofStreamBytes(Codec.ZLIB, UNIT + 512 - MARKER + 1)),
        AN_UPLOAD_THAT_IS_TOO_SHORT(marked(UNIT / 2, true), stored(Codec.ZLIB, text(1))),
        NOTHING_IS_COMPRESSED(new EncoderSpec.PackedPlain(UNIT), stored(Codec.DEFLATE, text(1))),
        GUEST_BYTES(new EncoderSpec.Identity(UNIT, false), stored(Codec.DEFLATE, text(1)));

        private final EncoderSpec spec;
        private final SourceUnit unit;

        Doubt(EncoderSpec spec, SourceUnit unit) {
            this.spec = spec;
            this.unit = unit;
        }
    }

    @ParameterizedTest
    @EnumSource
    void areEncodedAnewInDoubt(Doubt doubt) throws IOException {
        byte[] bytes = Arrays.copyOf(doubt.unit.bytes(), doubt.unit.lengthBytes());

        Encoded encoded = encode(doubt.spec, encoder -> encoder.unit(doubt.unit));

        assertThat(encoded.units()).isZero();
        assertThat(encoded.bytes())
                .isEqualTo(encode(doubt.spec, encoder -> encoder.data(bytes, 0, bytes.length))
                        .bytes());
    }

    @Test
    void areEncodedAnewOffTheTargetsGrid() throws IOException {
        byte[] unit = text(1);
        byte[] before = {1, 2, 3};

        Encoded encoded = encode(packed(Codec.DEFLATE, true), encoder -> {
            encoder.data(before, 0, before.length);
            encoder.unit(stored(Codec.DEFLATE, unit));
        });

        assertThat(encoded.units()).isZero();
        assertThat(encoded.guest()).startsWith(concat(before, unit)).hasSize(2 * UNIT);
    }

    @Test
    void areTakenAgainOnceAnUploadIsLongEnough() throws IOException {
        Encoded encoded = encode(marked(UNIT, true), encoder -> {
            encoder.unit(stored(Codec.ZLIB, text(1)));
            encoder.unit(stored(Codec.ZLIB, text(2)));
        });

        assertThat(encoded.units()).isEqualTo(1);
        assertThat(encoded.guest()).isEqualTo(concat(text(1), text(2)));
    }

    @Seeded(200)
    void giveTheSameGuestAsIfAllWereEncodedAnew(SplittableRandom random) throws IOException {
        Codec codec = List.of(Codec.DEFLATE, Codec.ZSTD, Codec.ZLIB).get(random.nextInt(3));
        long minimum = random.nextBoolean() ? 0 : random.nextInt(5 * UNIT);
        List<byte[]> pieces = pieces(random);
        byte[] guest = concat(pieces.toArray(byte[][]::new));
        SplittableRandom kinds = random.split();

        Encoded kept = encode(codec == Codec.ZLIB ? marked(minimum, true) : packed(codec, true), encoder -> {
            for (byte[] piece : pieces) {
                handIn(piece, kinds.nextInt(8) == 0 ? Codec.DEFLATE : codec, encoder);
            }
            encoder.zeros(6 * UNIT);
        });

        assertThat(kept.guest()).startsWith(guest);
    }

    @Seeded(60)
    void comeFromASourceOnlyAsWholeUnits(SplittableRandom random) throws IOException {
        SourceFixture fixture = new SourceFixture(random, random.nextInt(1, 60), 1 << random.nextInt(10, 19));
        int unitBytes = 64 << 10;
        Codec codec = List.of(Codec.DEFLATE, Codec.ZSTD).get(random.nextInt(2));
        EncoderSpec keeping = new EncoderSpec.PackedCompressed(unitBytes, new Compression(codec, 4), true);
        EncoderSpec anew = new EncoderSpec.PackedCompressed(unitBytes, new Compression(codec, 4), false);

        Encoded kept = convert(keeping, fixture);

        assertThat(kept.bytes()).isEqualTo(convert(keeping, fixture).bytes());
        assertThat(kept.guest()).isEqualTo(convert(anew, fixture).guest()).startsWith(fixture.guest());
        assertThat(kept.units())
                .isEqualTo(fixture.extents().stream()
                        .filter(keeping::keeps)
                        .filter(extent ->
                                !isZero(fixture.guest(), extent.start().bytes(), unitBytes))
                        .count());
    }

    private record Encoded(EncoderSpec spec, EncodedFragment fragment, long units) {
        byte[] bytes() throws IOException {
            return EncodersTest.bytes(fragment);
        }

        byte[] guest() throws IOException {
            return EncodersTest.decode(spec, fragment);
        }
    }

    private static Encoded encode(EncoderSpec spec, Consumer<FragmentEncoder> source) {
        WorkRange range = new WorkRange(0, new GuestOffset(16L * spec.unitBytes()), UNIT, UNIT, List.of());
        try (FragmentEncoder encoder = Encoders.create(spec, range, true, KEYS, new BlockPool())) {
            source.accept(encoder);
            EncodedFragment fragment = encoder.finish();
            return new Encoded(spec, fragment, encoder.keptUnits());
        }
    }

    private static Encoded convert(EncoderSpec spec, SourceFixture fixture) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                RangeReader reader = new RangeReader(threads, new BlockPool());
                FragmentEncoder encoder = Encoders.create(spec, fixture.range(), true, KEYS, new BlockPool())) {
            reader.read(fixture.range(), fixture.members(), Map.of(), OnDamage.REFUSE, encoder);
            EncodedFragment fragment = encoder.finish();
            return new Encoded(spec, fragment, encoder.keptUnits());
        }
    }

    private static EncoderSpec packed(Codec codec, boolean keepsStreams) {
        return new EncoderSpec.PackedCompressed(UNIT, new Compression(codec, 6), keepsStreams);
    }

    private static EncoderSpec marked(long minimumBytes, boolean keepsStreams) {
        return new EncoderSpec.MarkedStream(UNIT, new Compression(Codec.ZLIB, 6), minimumBytes, keepsStreams);
    }

    /** Among other bytes, as in a file. */
    private static SourceUnit stored(Codec codec, byte[] bytes) {
        byte[] stream = compress(codec, bytes);
        byte[] file = concat(new byte[] {9, 9, 9}, stream, new byte[] {8, 8, 8});
        return new SourceUnit(bytes, bytes.length, Optional.of(new SourceUnit.Stream(codec, file, 3, stream.length)));
    }

    private static SourceUnit ofStreamBytes(Codec codec, int streamBytes) {
        return new SourceUnit(
                text(1), UNIT, Optional.of(new SourceUnit.Stream(codec, new byte[streamBytes], 0, streamBytes)));
    }

    private static byte[] compress(Codec codec, byte[] bytes) {
        try (Compressor compressor = Codecs.compressor(new Compression(codec, LEVEL_OF_SOURCE))) {
            byte[] target = new byte[2 * bytes.length + 1024];
            return Arrays.copyOf(target, compressor.compress(bytes, 0, bytes.length, target, 0, target.length));
        }
    }

    private static byte[] text(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] unit = new byte[UNIT];
        for (int i = 0; i < UNIT; i++) {
            unit[i] = (byte) random.nextInt(4);
        }
        return unit;
    }

    /** Whole units, most of them, and pieces that move what follows off the grid and back on it. */
    private static List<byte[]> pieces(SplittableRandom random) {
        List<byte[]> pieces = new ArrayList<>();
        for (int i = random.nextInt(30); i >= 0; i--) {
            byte[] unit = random.nextInt(6) == 0 ? new byte[UNIT] : text(random.nextInt());
            int cut = random.nextInt(5) == 0 ? random.nextInt(UNIT) : UNIT;
            pieces.add(Arrays.copyOf(unit, cut));
            if (random.nextBoolean()) {
                pieces.add(Arrays.copyOfRange(unit, cut, UNIT));
            }
        }
        return pieces;
    }

    private static void handIn(byte[] piece, Codec codec, FragmentEncoder encoder) {
        if (piece.length == UNIT) {
            encoder.unit(stored(codec, piece));
        } else {
            encoder.data(piece, 0, piece.length);
        }
    }

    private static boolean isZero(byte[] guest, long from, int lengthBytes) {
        int start = Math.toIntExact(from);
        return Arrays.equals(guest, start, start + lengthBytes, new byte[lengthBytes], 0, lengthBytes);
    }

    private static byte[] concat(byte[]... parts) {
        byte[] all = new byte[Stream.of(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
