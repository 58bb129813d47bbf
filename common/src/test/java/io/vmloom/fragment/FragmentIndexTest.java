package io.vmloom.fragment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.testing.Seeded;
import io.vmloom.unit.Varint;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FragmentIndexTest {
    private static final int UNIT = 4096;
    private static final int ZERO = 0;
    private static final int PLAIN = -1;

    /** One visited unit; a length of {@link #ZERO} and {@link #PLAIN} stands for these kinds. */
    private record Visit(long unit, long offset, int length) {}

    @Seeded(300)
    void everyUnitIsVisitedInOrderAtItsOffset(SplittableRandom random) {
        Packing packing = Packing.values()[random.nextInt(3)];
        long firstUnit = random.nextLong(1L << 40);
        int[] units = units(random, packing);

        FragmentIndex index = index(packing, firstUnit, units);

        assertThat(visits(index)).isEqualTo(expected(packing, firstUnit, units));
        assertThat(index.units()).isEqualTo(units.length);
    }

    @Seeded(300)
    void theFormThatTravelsIsReadBack(SplittableRandom random) {
        Packing packing = Packing.values()[random.nextInt(3)];
        FragmentIndex index = index(packing, random.nextLong(1L << 40), units(random, packing));

        FragmentIndex decoded = FragmentIndex.decode(ByteBuffer.wrap(index.encode()));

        assertThat(decoded).isEqualTo(index);
        assertThat(visits(decoded)).isEqualTo(visits(index));
        assertThat(decoded.encode()).isEqualTo(index.encode());
    }

    /** Units of one range never overlap, and what follows the last byte is at most padding. */
    @Seeded(300)
    void storedUnitsAreDisjoint(SplittableRandom random) {
        Packing packing = random.nextBoolean() ? Packing.PACKED : Packing.MARKED;
        int[] units = units(random, packing);
        List<long[]> spans = new ArrayList<>();
        for (Visit visit : visits(index(packing, 0, units))) {
            if (visit.length != ZERO) {
                long stored = visit.length == PLAIN ? UNIT : FragmentIndex.storedBytes(packing, visit.length);
                spans.add(new long[] {visit.offset, visit.offset + stored});
            }
        }
        spans.sort((one, other) -> Long.compare(one[0], other[0]));

        long end = 0;
        for (long[] span : spans) {
            assertThat(span[0]).isEqualTo(end);
            end = span[1];
        }
    }

    @Test
    void terabytesOfZerosTakeAFewBytes() {
        FragmentIndexBuilder builder = new FragmentIndexBuilder(Packing.PACKED, 65536, 0);
        builder.zero(1L << 40);

        assertThat(builder.build().encode().length).isLessThan(32);
    }

    @ParameterizedTest
    @CsvSource({"1, 512", "500, 512", "501, 1024", "65536, 66048"})
    void aMarkedUnitTakesItsMarkerAndWholeSectors(int compressed, long stored) {
        assertThat(FragmentIndex.storedBytes(Packing.MARKED, compressed)).isEqualTo(stored);
        assertThat(FragmentIndex.storedBytes(Packing.PACKED, compressed)).isEqualTo(compressed);
    }

    /** Packing 1 with units of 4096 bytes, first unit 0, 4 units, none plain; then runs that contradict it. */
    @ParameterizedTest
    @ValueSource(longs = {3 << 2, 5 << 2, 0, 4 << 2 | 1, 1 << 2 | 3, (1L << 60) << 2, Long.MAX_VALUE & ~3L})
    void runsThatContradictTheHeadAreRefused(long run) {
        FragmentIndex index = FragmentIndex.decode(ByteBuffer.wrap(varints(1, UNIT, 0, 4, 0, run)));

        assertThatThrownBy(() -> visits(index))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fragment index");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1L << 31, 1L << 40, Long.MAX_VALUE})
    void anImpossibleCompressedLengthIsRefused(long length) {
        FragmentIndex index = FragmentIndex.decode(ByteBuffer.wrap(varints(1, UNIT, 0, 1, 0, 1 << 2 | 2, length)));

        assertThatThrownBy(() -> visits(index)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "3, 4096, 0, 4, 0",
        "9223372036854775807, 4096, 0, 4, 0",
        "1, 0, 0, 4, 0",
        "1, 2147483648, 0, 4, 0",
        "1, 4096, 9223372036854775807, 1, 0",
        "1, 4096, 1, 9223372036854775807, 0",
        "1, 4096, 2251799813685247, 1, 0",
        "1, 4096, 0, 4, 5"
    })
    void aHeadThatLeavesTheGuestIsRefused(long packing, long unit, long first, long units, long plain) {
        assertThatThrownBy(() -> FragmentIndex.decode(ByteBuffer.wrap(varints(packing, unit, first, units, plain))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fragment index");
    }

    @Seeded(2000)
    void anyBytesAreReadOrRefusedButNothingElse(SplittableRandom random) {
        byte[] bytes = index(Packing.PACKED, 7, units(random, Packing.PACKED)).encode();
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        ByteBuffer damaged = ByteBuffer.wrap(bytes, 0, random.nextInt(bytes.length + 1));

        try {
            FragmentIndex index = FragmentIndex.decode(damaged);
            long[] end = {index.firstUnit()};
            index.forEach(new UnitVisitor() {
                @Override
                public void zero(long firstUnit, long count) {
                    go(firstUnit, count);
                }

                @Override
                public void plain(long firstUnit, long count, long offset) {
                    assertThat(offset).isNotNegative();
                    go(firstUnit, count);
                }

                @Override
                public void compressed(long unit, long offset, int lengthBytes) {
                    assertThat(offset).isNotNegative();
                    assertThat(lengthBytes).isPositive();
                    go(unit, 1);
                }

                private void go(long firstUnit, long count) {
                    assertThat(firstUnit).isEqualTo(end[0]);
                    assertThat(count).isPositive();
                    end[0] += count;
                }
            });
            assertThat(end[0]).isEqualTo(index.firstUnit() + index.units());
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageMatching("(?s).*(varint|fragment index).*");
        }
    }

    private static int[] units(SplittableRandom random, Packing packing) {
        return random.ints(random.nextInt(60), 0, 6)
                .map(kind -> switch (kind) {
                    case 0, 1 -> ZERO;
                    case 2, 3 -> packing == Packing.MARKED ? ZERO : PLAIN;
                    default -> packing == Packing.IDENTITY ? PLAIN : random.nextInt(1, UNIT);
                })
                .toArray();
    }

    private static FragmentIndex index(Packing packing, long firstUnit, int[] units) {
        FragmentIndexBuilder builder = new FragmentIndexBuilder(packing, UNIT, firstUnit);
        for (int unit : units) {
            switch (unit) {
                case ZERO -> builder.zero(1);
                case PLAIN -> builder.plain();
                default -> builder.compressed(unit);
            }
        }
        return builder.build();
    }

    private static List<Visit> expected(Packing packing, long firstUnit, int[] units) {
        long plainUnits = Arrays.stream(units).filter(unit -> unit == PLAIN).count();
        long plain = 0;
        long compressed = packing == Packing.PACKED ? plainUnits * UNIT : 0;
        List<Visit> expected = new ArrayList<>();
        for (int i = 0; i < units.length; i++) {
            if (units[i] == ZERO) {
                expected.add(new Visit(firstUnit + i, 0, ZERO));
            } else if (units[i] == PLAIN) {
                expected.add(new Visit(firstUnit + i, packing == Packing.IDENTITY ? (long) i * UNIT : plain, PLAIN));
                plain += UNIT;
            } else {
                expected.add(new Visit(firstUnit + i, compressed, units[i]));
                compressed += packing == Packing.MARKED ? (units[i] + 12 + 511) / 512 * 512 : units[i];
            }
        }
        return expected;
    }

    /** Runs are taken apart into single units. */
    private static List<Visit> visits(FragmentIndex index) {
        List<Visit> visits = new ArrayList<>();
        index.forEach(new UnitVisitor() {
            @Override
            public void zero(long firstUnit, long count) {
                for (long i = 0; i < count; i++) {
                    visits.add(new Visit(firstUnit + i, 0, ZERO));
                }
            }

            @Override
            public void plain(long firstUnit, long count, long offset) {
                for (long i = 0; i < count; i++) {
                    visits.add(new Visit(firstUnit + i, offset + i * UNIT, PLAIN));
                }
            }

            @Override
            public void compressed(long unit, long offset, int lengthBytes) {
                visits.add(new Visit(unit, offset, lengthBytes));
            }
        });
        return visits;
    }

    private static byte[] varints(long... values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (long value : values) {
            Varint.write(out, value);
        }
        return out.toByteArray();
    }
}
