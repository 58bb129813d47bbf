package io.vmloom.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.testing.Seeded;
import io.vmloom.unit.ByteSize;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreeDigestTest {
    private static final int LEAF = GuestDigest.LEAF_BYTES;

    @Seeded(200)
    void anySplitAtLeavesInAnyOrderCombinesToTheWhole(SplittableRandom random) {
        byte[] guest = DigestGuests.random(random);
        List<List<Subtree>> ranges = new ArrayList<>();
        for (int start = 0; start < guest.length; ) {
            int end = Math.min(guest.length, start + LEAF * random.nextInt(1, 8));
            ranges.add(range(random, guest, start, end));
            start = end;
        }
        Collections.shuffle(ranges, new Random(random.nextLong()));
        TreeDigest tree = new TreeDigest();
        ranges.forEach(tree::add);

        assertThat(tree.digest(guest.length)).isEqualTo(DigestGuests.digest(guest));
    }

    @Seeded(200)
    void aRangeIsCoveredByAsFewSubtreesAsPossible(SplittableRandom random) {
        long first = random.nextLong(1L << random.nextInt(1, 40));
        long leaves = random.nextLong(1, 1L << random.nextInt(1, 40));
        RangeDigest digest = new RangeDigest(first * LEAF);
        digest.zeros(leaves * LEAF);

        List<Subtree> cover = digest.finish();

        assertThat(cover.stream().map(subtree -> subtree.level() + ":" + subtree.position()))
                .containsExactlyElementsOf(minimalCover(first, first + leaves));
    }

    @Test
    void exbibytesOfZerosTakeNoTime() {
        RangeDigest digest = new RangeDigest(0);
        digest.update(new byte[] {1}, 0, 1);
        digest.zeros(Long.MAX_VALUE - 1);
        TreeDigest tree = new TreeDigest();
        tree.add(digest.finish());

        assertThat(tree.digest(Long.MAX_VALUE).root())
                .isEqualTo(DigestGuests.digest(new byte[] {1}).root());
    }

    @Test
    void dataAtTheFarEndOfAHugeDiskCounts() {
        long offset = ByteSize.parse("7e");
        RangeDigest front = new RangeDigest(0);
        front.zeros(offset);
        RangeDigest end = new RangeDigest(offset);
        end.update(new byte[] {1}, 0, 1);
        TreeDigest tree = new TreeDigest();
        tree.add(end.finish());
        tree.add(front.finish());

        assertThat(tree.digest(offset + 1).root()).isNotEqualTo(Node.ZERO);
    }

    @Test
    void aMissingRangeIsNamed() {
        TreeDigest tree = new TreeDigest();
        tree.add(List.of(new Subtree(0, 0, Node.ZERO), new Subtree(1, 2, Node.ZERO)));

        assertThatThrownBy(() -> tree.digest(6L * LEAF))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("from leaf 1 to 4");
        tree.add(List.of(new Subtree(0, 1, Node.ZERO), new Subtree(1, 1, Node.ZERO)));
        assertThatThrownBy(() -> tree.digest(6L * LEAF + 1)).hasMessageContaining("from leaf 6 on");
        assertThat(tree.digest(6L * LEAF).root()).isEqualTo(Node.ZERO);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0, 0", "3, 0, 0, 5", "0, 5, 3, 0", "1, 1, 2, 0", "2, 0, 1, 1"})
    void aRangeThatCameAlreadyIsRefused(int level, long position, int level2, long position2) {
        TreeDigest tree = new TreeDigest();
        tree.add(List.of(new Subtree(level, position, Node.ZERO)));

        assertThatThrownBy(() -> tree.add(List.of(new Subtree(level2, position2, Node.ZERO))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("overlaps");
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "49, 0", "48, 1", "0, -1", "47, 2", "0, 281474976710656"})
    void aSubtreeOutsideTheTreeIsRefused(int level, long position) {
        assertThatThrownBy(() -> new Subtree(level, position, Node.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("position " + position);
    }

    @ParameterizedTest
    @ValueSource(longs = {-65536, 1, 65535, 65537})
    void aRangeBeginsAtALeaf(long offset) {
        assertThatThrownBy(() -> new RangeDigest(offset)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Bytes in pieces of any length; zeros come as bytes or as a count. */
    private static List<Subtree> range(SplittableRandom random, byte[] guest, int start, int end) {
        RangeDigest digest = new RangeDigest(start);
        for (int at = start; at < end; ) {
            int length = random.nextInt(1, Math.min(end - at, 200_000) + 1);
            boolean zero = true;
            for (int i = at; i < at + length; i++) {
                zero &= guest[i] == 0;
            }
            if (zero && random.nextBoolean()) {
                digest.zeros(length);
            } else {
                digest.update(guest, at, length);
            }
            at += length;
        }
        return digest.finish();
    }

    /** Greedy from the left: always the largest aligned subtree that still fits. */
    private static List<String> minimalCover(long from, long to) {
        List<String> cover = new ArrayList<>();
        for (long at = from; at < to; ) {
            int level = 0;
            while (at % (2L << level) == 0 && at + (2L << level) <= to) {
                level++;
            }
            cover.add(level + ":" + (at >> level));
            at += 1L << level;
        }
        return cover;
    }
}
