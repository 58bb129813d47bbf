package io.vmloom.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.store.StoreCapabilities;
import java.util.ArrayList;
import java.util.List;

/** What must hold of every complete plan, whatever was asked. */
final class PlanCheck {
    private final PartRequest request;
    private final StoreCapabilities limits;
    private final PartPlan.Complete plan;
    private final List<Integer> ranges = new ArrayList<>();
    private final List<Long> offsets = new ArrayList<>();
    private long position;
    private long frontBytes;
    private long tailBytes;

    private PlanCheck(PartRequest request, PartPlan.Complete plan) {
        this.request = request;
        this.limits = request.limits();
        this.plan = plan;
    }

    static void check(PartRequest request, PartPlan.Complete plan) {
        new PlanCheck(request, plan).run();
    }

    static void checkSizesAndNumbers(List<PlannedPart> parts, StoreCapabilities limits) {
        int previous = 0;
        for (PlannedPart part : parts) {
            assertThat(part.number()).isBetween(previous + 1, limits.maxParts());
            assertThat(part.lengthBytes()).isBetween(parts.size() == 1 ? 0L : 1L, limits.maxPartBytes());
            if (part != parts.getLast()) {
                assertThat(part.lengthBytes()).as("%s", part).isGreaterThanOrEqualTo(limits.minPartBytes());
            }
            if (!limits.gapsInPartNumbers()) {
                assertThat(part.number()).isEqualTo(previous + 1);
            }
            previous = part.number();
        }
    }

    private void run() {
        checkSizesAndNumbers(plan.parts(), limits);
        for (PlannedPart part : plan.parts()) {
            assertThat(tailBytes).as("nothing follows the tail").isZero();
            long before = position;
            walk(part, part.content());
            assertThat(position - before).as("length of %s", part).isEqualTo(part.lengthBytes());
        }
        assertThat(tailBytes).isEqualTo(request.tailBytes());
        assertFront();
        assertPlaces();
    }

    private void walk(PlannedPart part, PartContent content) {
        switch (content) {
            case PartContent.Front(long offset) -> {
                assertThat(offset).isEqualTo(position);
                position += part.lengthBytes();
                frontBytes = position;
            }
            case PartContent.Fronted(PartContent rest) -> {
                assertThat(request.frontParts() == 0 || plan.parts().size() == 1)
                        .isTrue();
                assertThat(position).isZero();
                position += request.frontBytes();
                frontBytes = position;
                walk(part, rest);
            }
            case PartContent.Direct(int range) -> {
                assertThat(fragment(range).direct()).isTrue();
                assertThat(part.number())
                        .isEqualTo(request.frontParts()
                                + 1
                                + range
                                - request.fragments().getFirst().range());
                take(range);
            }
            case PartContent.Packed(List<Integer> packed, boolean withTail) -> {
                assertThat(packed)
                        .isNotEmpty()
                        .allMatch(range -> !fragment(range).direct());
                packed.forEach(this::take);
                if (withTail) {
                    takeTail();
                }
            }
            case PartContent.Tail() -> takeTail();
            case PartContent.Spliced spliced -> throw new AssertionError("no segments here: " + spliced);
        }
    }

    private void take(int range) {
        ranges.add(range);
        offsets.add(position);
        position += fragment(range).lengthBytes();
    }

    private void takeTail() {
        assertThat(plan.layout().dataEndBytes()).isEqualTo(position);
        tailBytes = request.tailBytes();
        position += tailBytes;
    }

    private void assertFront() {
        assertThat(plan.layout().frontBytes()).isEqualTo(frontBytes).isGreaterThanOrEqualTo(request.frontBytes());
        assertThat(frontBytes % request.frontAlignmentBytes()).isZero();
        if (request.frontParts() == 0) {
            assertThat(frontBytes).as("nothing pads it").isEqualTo(request.frontBytes());
        }
    }

    private void assertPlaces() {
        List<Integer> expected = request.fragments().stream()
                .filter(fragment -> fragment.lengthBytes() > 0)
                .map(FragmentSize::range)
                .toList();
        assertThat(ranges).containsExactlyInAnyOrderElementsOf(expected);
        if (request.arrangement() != Arrangement.FREE) {
            assertThat(ranges).isSorted();
        }
        assertThat(plan.layout().places().stream().map(FragmentPlace::range).toList())
                .isEqualTo(ranges);
        assertThat(plan.layout().places().stream()
                        .map(place -> place.offset().bytes())
                        .toList())
                .isEqualTo(offsets);
        assertThat(plan.layout().places())
                .allMatch(
                        place -> place.lengthBytes() == fragment(place.range()).lengthBytes());
    }

    private FragmentSize fragment(int range) {
        return request.fragments().get(range - request.fragments().getFirst().range());
    }
}
