package io.vmloom.extent;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.error.ImageException;
import io.vmloom.testing.Seeded;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

class JoiningCursorTest {
    private static final int BLOCK_BYTES = 100;

    @Seeded(500)
    void theWalkSaysOfEachBlockWhatTheLookupSaysAndMeetsDamageWhereItIs(SplittableRandom random) {
        List<Optional<Mapping>> table = table(random);
        long virtualBytes = (table.size() - 1) * (long) BLOCK_BYTES + 1 + random.nextInt(BLOCK_BYTES);
        long joinedBytes = 1 + random.nextLong(virtualBytes);
        ExtentLookup lookup = lookup(table);
        Set<Integer> damaged = new HashSet<>();
        long guestOffset = 0;

        while (guestOffset < virtualBytes) {
            ExtentCursor cursor =
                    new JoiningCursor(lookup, virtualBytes, joinedBytes, BLOCK_BYTES, new GuestOffset(guestOffset));
            try {
                for (Optional<Extent> next = cursor.next(); next.isPresent(); next = cursor.next()) {
                    Extent extent = next.get();
                    assertThat(extent.start().bytes()).isEqualTo(guestOffset);
                    assertSameMapping(extent, lookup);
                    guestOffset = extent.end().bytes();
                }
                assertThat(guestOffset).isEqualTo(virtualBytes);
            } catch (ImageException _) {
                int block = (int) (guestOffset / BLOCK_BYTES);
                damaged.add(block);
                guestOffset = (block + 1L) * BLOCK_BYTES;
            }
        }

        for (int block = 0; block < table.size(); block++) {
            assertThat(damaged.contains(block))
                    .as("block " + block + " is met as damaged")
                    .isEqualTo(table.get(block).isEmpty());
        }
    }

    @Seeded(200)
    void neighboursThatGoOnWhereTheOthersEndAreOneExtent(SplittableRandom random) {
        int blocks = 1 + random.nextInt(20);
        ExtentLookup lookup = guestOffset -> new Extent(
                new GuestOffset(guestOffset),
                BLOCK_BYTES - guestOffset % BLOCK_BYTES,
                new Mapping.Data(0, new HostOffset(7 + guestOffset)));
        long virtualBytes = (long) blocks * BLOCK_BYTES;
        long from = random.nextLong(virtualBytes);

        ExtentCursor cursor =
                new JoiningCursor(lookup, virtualBytes, Long.MAX_VALUE, BLOCK_BYTES, new GuestOffset(from));

        assertThat(cursor.next())
                .contains(new Extent(
                        new GuestOffset(from), virtualBytes - from, new Mapping.Data(0, new HostOffset(7 + from))));
        assertThat(cursor.next()).isEmpty();
    }

    @Seeded(500)
    void damageNextToDamageIsToldOfOnce(SplittableRandom random) {
        List<Optional<Mapping>> table = table(random);
        long virtualBytes = table.size() * (long) BLOCK_BYTES;
        ExtentLookup lookup = new ExtentLookup() {
            @Override
            public Extent at(long guestOffset) {
                return lookup(table).at(guestOffset);
            }

            @Override
            public long damagedBytes(long guestOffset) {
                int block = (int) (guestOffset / BLOCK_BYTES);
                return table.get(block).isEmpty() ? BLOCK_BYTES - guestOffset % BLOCK_BYTES : 0;
            }
        };
        List<Long> refused = new ArrayList<>();

        ExtentCursor cursor = new JoiningCursor(lookup, virtualBytes, Long.MAX_VALUE, BLOCK_BYTES, new GuestOffset(0));

        boolean more = true;
        while (more) {
            try {
                Optional<Extent> next = cursor.next();
                next.ifPresent(extent -> assertSameMapping(extent, lookup));
                more = next.isPresent();
            } catch (ImageException e) {
                refused.add(e.hostOffset().orElseThrow());
            }
        }
        assertThat(refused).isEqualTo(beginningsOfDamage(table));
    }

    private static List<Long> beginningsOfDamage(List<Optional<Mapping>> table) {
        return LongStream.range(0, table.size())
                .filter(block -> table.get((int) block).isEmpty())
                .filter(block -> block == 0 || table.get((int) block - 1).isPresent())
                .boxed()
                .toList();
    }

    /** What each block is; empty for one whose entry makes no sense. */
    private static List<Optional<Mapping>> table(SplittableRandom random) {
        List<Optional<Mapping>> table = new ArrayList<>();
        int blocks = 1 + random.nextInt(30);
        long slot = 0;
        for (int block = 0; block < blocks; block++) {
            slot = random.nextInt(3) == 0 ? random.nextInt(40) : slot + 1;
            table.add(
                    switch (random.nextInt(8)) {
                        case 0, 1 -> Optional.of(Mapping.Unallocated.INSTANCE);
                        case 2 -> Optional.of(Mapping.Zero.INSTANCE);
                        case 3 -> Optional.empty();
                        default -> Optional.of(new Mapping.Data(0, new HostOffset(slot * BLOCK_BYTES)));
                    });
        }
        return table;
    }

    private static ExtentLookup lookup(List<Optional<Mapping>> table) {
        return guestOffset -> {
            int block = (int) (guestOffset / BLOCK_BYTES);
            int skipBytes = (int) (guestOffset % BLOCK_BYTES);
            Mapping mapping =
                    table.get(block).orElseThrow(() -> ImageException.invalid("table", block, "no block is there"));
            Extent whole = new Extent(new GuestOffset((long) block * BLOCK_BYTES), BLOCK_BYTES, mapping);
            return whole.slice(skipBytes, BLOCK_BYTES - skipBytes);
        };
    }

    private static void assertSameMapping(Extent extent, ExtentLookup lookup) {
        for (long at = 0; at < extent.lengthBytes(); at++) {
            Mapping expected = lookup.at(extent.start().bytes() + at).mapping();
            assertThat(extent.slice(at, 1).mapping()).isEqualTo(expected);
        }
    }
}
