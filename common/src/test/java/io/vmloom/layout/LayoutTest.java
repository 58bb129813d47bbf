package io.vmloom.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.store.StoreCapabilities;
import io.vmloom.testing.Seeded;
import io.vmloom.unit.TargetOffset;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LayoutTest {
    @Test
    void fragmentsThatOverlapAreRefused() {
        List<FragmentPlace> places = List.of(place(0, 100, 50), place(1, 149, 1));

        assertThatThrownBy(() -> new Layout(100, places, 200))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("range 1 overlaps its predecessor at target 0x95, which ends at 0x96");
    }

    @Test
    void aFragmentInsideTheFrontIsRefused() {
        assertThatThrownBy(() -> new Layout(100, List.of(place(0, 99, 1)), 200)).hasMessageContaining("overlaps");
    }

    @Test
    void anEndBeforeTheLastFragmentIsRefused() {
        assertThatThrownBy(() -> new Layout(0, List.of(place(0, 0, 100)), 99))
                .hasMessageContaining("must end at or after 0x64, got: 0x63");
    }

    /** The front may need padding, never truncation, and its parts differ by a byte at the most. */
    @Seeded(500)
    void theFrontIsCutIntoLegalPartsOfItsLength(SplittableRandom random) {
        StoreCapabilities s3 = StoreCapabilities.S3;
        int alignment = 1 << random.nextInt(9, 22);
        long front = alignment * random.nextLong(1, 1L << random.nextInt(1, 13));
        boolean followed = random.nextBoolean();

        List<Long> parts = FrontParts.split(front, alignment, PartPlanner.frontParts(front), s3, followed);

        long sum = parts.stream().mapToLong(Long::longValue).sum();
        assertThat(sum).isGreaterThanOrEqualTo(front);
        assertThat(sum % alignment).isZero();
        assertThat(sum - front).isLessThanOrEqualTo(parts.size() * s3.minPartBytes() + alignment);
        assertThat(parts).allMatch(length -> length <= s3.maxPartBytes());
        if (followed || parts.size() > 1) {
            assertThat(parts).allMatch(length -> length >= s3.minPartBytes());
        } else {
            assertThat(sum).isEqualTo(front);
        }
        assertThat(parts.getFirst() - parts.getLast()).isBetween(0L, 1L);
    }

    private static FragmentPlace place(int range, long offset, long length) {
        return new FragmentPlace(range, new TargetOffset(offset), length);
    }
}
