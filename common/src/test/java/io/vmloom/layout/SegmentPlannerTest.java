package io.vmloom.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.TargetException;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.unit.ByteSize;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SegmentPlannerTest {
    private static final StoreCapabilities TINY = new StoreCapabilities(true, 5, 60, 40);
    private static final long TINY_FRAGMENT = 13;

    @Test
    void anOrdinaryObjectNeedsNoSegmentsAndAHugeOneDoes() {
        assertThat(SegmentPlanner.needsSegments(9_000, 80, StoreCapabilities.S3))
                .isFalse();
        assertThat(SegmentPlanner.needsSegments(9_950, 80, StoreCapabilities.S3))
                .isTrue();
    }

    @Test
    void aSegmentOfTheLongestFragmentsStillFitsOneCopiedPart() {
        List<SegmentRanges> segments =
                SegmentPlanner.divide("s3://b/huge", 160_001, 100, 64 * ByteSize.MIB, StoreCapabilities.S3);

        assertThat(segments).hasSize(2_001).first().isEqualTo(new SegmentRanges(0, 0, 80));
        assertThat(segments.getLast()).isEqualTo(new SegmentRanges(2_000, 160_000, 1));
    }

    @Test
    void anObjectPastAllLimitsIsRefusedByName() {
        assertThatThrownBy(() ->
                        SegmentPlanner.divide("s3://b/huge", 900_000, 100, 64 * ByteSize.MIB, StoreCapabilities.S3))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("s3://b/huge");
    }

    @Test
    void aShortSegmentBorrowsOnlyWhatItMissesFromTheNext() {
        PartPlan.Complete plan = SegmentPlanner.plan(
                new SegmentRequest(0, 1, 0, List.of(segment(0, 2), segment(1, 40), segment(2, 1)), 3, TINY));

        assertThat(plan.parts())
                .containsExactly(
                        new PlannedPart(
                                1,
                                5,
                                new PartContent.Spliced(
                                        List.of(new SegmentSpan(0, 0, 2), new SegmentSpan(1, 0, 3)), false)),
                        new PlannedPart(2, 37, new PartContent.Spliced(List.of(new SegmentSpan(1, 3, 37)), false)),
                        new PlannedPart(3, 4, new PartContent.Spliced(List.of(new SegmentSpan(2, 0, 1)), true)));
    }

    @Test
    void randomHugeTargetsLoseNothingAndKeepEveryLimit() {
        RandomGenerator random = new SplittableRandom(81);
        for (int i = 0; i < 20_000; i++) {
            checkOne(random, random.nextBoolean() ? Arrangement.FREE : Arrangement.ORDERED);
        }
    }

    private static void checkOne(RandomGenerator random, Arrangement arrangement) {
        int frontParts = random.nextInt(3);
        long frontBytes = frontParts == 0 ? 4 * random.nextLong(2) : 4 * random.nextLong(1, 8);
        int ranges = random.nextInt(1, 120);
        List<Layout> layouts = new ArrayList<>();
        for (SegmentRanges segment : SegmentPlanner.divide("huge", ranges, frontParts, TINY_FRAGMENT, TINY)) {
            layouts.add(layoutOf(random, arrangement, segment));
        }
        assertThat(layouts).allMatch(layout -> layout.dataEndBytes() <= TINY.maxPartBytes());
        long tailBytes = random.nextInt(4);
        SegmentRequest request = new SegmentRequest(frontBytes, 4, frontParts, layouts, tailBytes, TINY);

        PartPlan.Complete plan = SegmentPlanner.plan(request);

        assertThat(SegmentPlanner.plan(request)).isEqualTo(plan);
        PlanCheck.checkSizesAndNumbers(plan.parts(), TINY);
        checkBytes(request, plan);
    }

    private static Layout layoutOf(RandomGenerator random, Arrangement arrangement, SegmentRanges segment) {
        long most = random.nextInt(3) == 0 ? 2 : TINY_FRAGMENT;
        List<FragmentSize> fragments = new ArrayList<>();
        for (int range = segment.firstRange(); range < segment.firstRange() + segment.ranges(); range++) {
            long length = random.nextLong(most + 1);
            fragments.add(new FragmentSize(range, length, length >= TINY.minPartBytes()));
        }
        PartRequest request = new PartRequest(arrangement, 0, 1, 0, fragments, 0, TINY);
        return switch (PartPlanner.plan(request)) {
            case PartPlan.Complete(List<PlannedPart> parts, Layout layout) -> layout;
            case PartPlan.Reencode(List<Integer> again, long minimum) ->
                new Layout(0, List.of(), 0); // as good as an empty segment here
        };
    }

    private static void checkBytes(SegmentRequest request, PartPlan.Complete plan) {
        long[] taken = new long[request.segments().size()];
        int previous = 0;
        long position = 0;
        long tail = 0;
        for (PlannedPart part : plan.parts()) {
            long end = position + part.lengthBytes();
            PartContent content = part.content();
            if (content instanceof PartContent.Fronted(PartContent rest)) {
                assertThat(position).isZero();
                position = request.frontBytes();
                content = rest;
            }
            switch (content) {
                case PartContent.Front(long offset) -> assertThat(offset).isEqualTo(position);
                case PartContent.Spliced(List<SegmentSpan> spans, boolean withTail) -> {
                    for (SegmentSpan span : spans) {
                        assertThat(span.segment()).isGreaterThanOrEqualTo(previous);
                        previous = span.segment();
                        assertThat(span.offset()).isEqualTo(taken[previous]);
                        taken[previous] += span.lengthBytes();
                        position += span.lengthBytes();
                    }
                    tail += withTail ? end - position : 0;
                }
                case PartContent.Tail() -> tail += part.lengthBytes();
                case PartContent.Fronted fronted -> throw new AssertionError(fronted);
                case PartContent.Direct direct -> throw new AssertionError(direct);
                case PartContent.Packed packed -> throw new AssertionError(packed);
            }
            position = end;
        }
        assertThat(tail).isEqualTo(request.tailBytes());
        assertThat(position).isEqualTo(plan.layout().dataEndBytes() + tail);
        long base = plan.layout().frontBytes();
        List<FragmentPlace> expected = new ArrayList<>();
        for (int i = 0; i < taken.length; i++) {
            assertThat(taken[i]).isEqualTo(request.segments().get(i).dataEndBytes());
            for (FragmentPlace place : request.segments().get(i).places()) {
                expected.add(new FragmentPlace(place.range(), place.offset().plus(base), place.lengthBytes()));
            }
            base += taken[i];
        }
        assertThat(plan.layout().places()).isEqualTo(expected);
    }

    private static Layout segment(int range, long lengthBytes) {
        return new Layout(
                0, List.of(new FragmentPlace(range, io.vmloom.unit.TargetOffset.ZERO, lengthBytes)), lengthBytes);
    }
}
