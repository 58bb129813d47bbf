package io.vmloom.extent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.ImageException;
import io.vmloom.testing.Seeded;
import io.vmloom.testing.TestSource;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SalvagedImageTest {
    private static final int BLOCK_BYTES = 100;

    @Seeded(300)
    void whatIsDamagedIsLostAndEverythingElseIsWhatItWas(SplittableRandom random) {
        boolean[] damaged = damage(random);
        long virtualBytes = (damaged.length - 1L) * BLOCK_BYTES + 1 + random.nextInt(BLOCK_BYTES);
        SalvagedImage image = new SalvagedImage(image(damaged, virtualBytes));
        long guestOffset = random.nextLong(virtualBytes);

        ExtentCursor cursor = image.extents(new GuestOffset(guestOffset));

        for (Optional<Extent> next = cursor.next(); next.isPresent(); next = cursor.next()) {
            Extent extent = next.get();
            assertThat(extent.start().bytes()).isEqualTo(guestOffset);
            for (long at = guestOffset; at < extent.end().bytes(); at++) {
                Mapping mapping = extent.slice(at - guestOffset, 1).mapping();
                if (damaged[(int) (at / BLOCK_BYTES)]) {
                    assertThat(mapping).isInstanceOf(Mapping.Lost.class);
                } else {
                    assertThat(mapping).isEqualTo(new Mapping.Data(0, new HostOffset(7 + at)));
                }
            }
            guestOffset = extent.end().bytes();
        }
        assertThat(guestOffset).isEqualTo(virtualBytes);
    }

    /** What stood there before the upper image was written is not what stands there now. */
    @Test
    void whatAnUpperImageLostIsNotTakenFromTheLowerOne() {
        DiskImage upper = new SalvagedImage(image(new boolean[] {false, true, false}, 3 * BLOCK_BYTES));
        DiskImage lower = new FlatPart(TestSource.of("lower", new byte[3 * BLOCK_BYTES]), 0, 3 * BLOCK_BYTES);

        ExtentCursor cursor = new ChainImage(upper, lower).extents(GuestOffset.ZERO);

        assertThat(cursor.next().orElseThrow().mapping()).isInstanceOf(Mapping.Data.class);
        Extent lost = cursor.next().orElseThrow();
        assertThat(lost.mapping())
                .isEqualTo(new Mapping.Lost(new Damage("table", new HostOffset(1), "no block is there")));
        assertThat(lost.lengthBytes()).isEqualTo(BLOCK_BYTES);
    }

    @Test
    void onlyDamageIsSalvaged() {
        ExtentLookup lookup = guestOffset -> {
            throw ImageException.unsupported("disk", "its log changes data", "replay it");
        };
        ExtentCursor cursor = new SalvagedImage(image(lookup, BLOCK_BYTES)).extents(GuestOffset.ZERO);

        assertThatThrownBy(cursor::next).isInstanceOf(ImageException.class).hasMessageContaining("log");
    }

    private static boolean[] damage(SplittableRandom random) {
        boolean[] damaged = new boolean[1 + random.nextInt(12)];
        for (int block = 0; block < damaged.length; block++) {
            damaged[block] = random.nextInt(3) == 0;
        }
        return damaged;
    }

    private static DiskImage image(boolean[] damaged, long virtualBytes) {
        return image(
                guestOffset -> {
                    int block = (int) (guestOffset / BLOCK_BYTES);
                    if (damaged[block]) {
                        throw ImageException.invalid("table", block, "no block is there");
                    }
                    return new Extent(
                            new GuestOffset(guestOffset),
                            BLOCK_BYTES - guestOffset % BLOCK_BYTES,
                            new Mapping.Data(0, new HostOffset(7 + guestOffset)));
                },
                virtualBytes);
    }

    private static DiskImage image(ExtentLookup lookup, long virtualBytes) {
        return new TableImage(
                "test", TestSource.of("disk", new byte[1]), virtualBytes, 1, BLOCK_BYTES, Map.of(), () -> lookup);
    }
}
