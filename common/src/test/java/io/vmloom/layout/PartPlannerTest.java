package io.vmloom.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.store.StoreCapabilities;
import io.vmloom.unit.ByteSize;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartPlannerTest {
    private static final boolean DIRECT = true;

    @Test
    void shortFragmentsOfAFreeTargetArePooledBehindTheDirectOnesAndTakeTheTail() {
        PartPlan.Complete plan =
                complete(request(Arrangement.FREE, 8, 1, 3, staged(3), direct(10), staged(1), direct(7)));

        assertThat(plan.parts())
                .containsExactly(
                        new PlannedPart(1, 8, new PartContent.Front(0)),
                        new PlannedPart(3, 10, new PartContent.Direct(1)),
                        new PlannedPart(5, 7, new PartContent.Direct(3)),
                        new PlannedPart(6, 7, new PartContent.Packed(List.of(0, 2), true)));
        assertThat(plan.layout().dataEndBytes()).isEqualTo(29);
    }

    @Test
    void neighbouringShortFragmentsOfAnOrderedTargetAreComposedUnderTheFirstOnesNumber() {
        PartPlan.Complete plan =
                complete(request(Arrangement.ORDERED, 0, 0, 3, direct(30), staged(3), staged(0), staged(2), direct(9)));

        assertThat(plan.parts())
                .containsExactly(
                        new PlannedPart(1, 30, new PartContent.Direct(0)),
                        new PlannedPart(2, 5, new PartContent.Packed(List.of(1, 3), false)),
                        new PlannedPart(5, 9, new PartContent.Direct(4)),
                        new PlannedPart(6, 3, new PartContent.Tail()));
    }

    @Test
    void everyIsolatedShortRunOfAnOrderedTargetIsReportedAtOnce() {
        PartPlan plan = PartPlanner.plan(request(
                Arrangement.ORDERED, 0, 0, 3, staged(1), staged(2), direct(30), staged(1), direct(9), staged(1)));

        assertThat(plan).isEqualTo(new PartPlan.Reencode(List.of(1, 3), 5));
    }

    @Test
    void theFrontIsPaddedToAPartAndToItsAlignment() {
        List<FragmentSize> fragments = List.of(new FragmentSize(0, 60, DIRECT));
        StoreCapabilities limits = new StoreCapabilities(true, 5, 20, 100);

        PartPlan.Complete plan = complete(new PartRequest(Arrangement.FREE, 4, 4, 1, fragments, 0, limits));

        assertThat(plan.layout().frontBytes()).isEqualTo(8);
    }

    @Test
    void aFrontThatNothingMayPadSharesThePartOfTheFirstFragment() {
        PartPlan.Complete plan = complete(request(Arrangement.IDENTITY, 3, 0, 2, staged(20), direct(20), staged(4)));

        assertThat(plan.parts())
                .containsExactly(
                        new PlannedPart(1, 23, new PartContent.Fronted(new PartContent.Packed(List.of(0), false))),
                        new PlannedPart(2, 20, new PartContent.Direct(1)),
                        new PlannedPart(3, 6, new PartContent.Packed(List.of(2), true)));
        assertThat(plan.layout().frontBytes()).isEqualTo(3);
    }

    @Test
    void aFrontThatIsLongEnoughHasPartsOfItsOwnAlthoughNothingMayPadIt() {
        assertThat(PartPlanner.exactFrontParts(4, PlanRequests.TINY)).isZero();
        assertThat(PartPlanner.exactFrontParts(5, PlanRequests.TINY)).isEqualTo(1);
        assertThat(PartPlanner.exactFrontParts(20 * ByteSize.MIB, StoreCapabilities.S3))
                .isEqualTo(2);
    }

    @Test
    void aFirstFragmentThatWasUploadedLeavesNoPlaceForAFrontWithoutParts() {
        PartRequest request = request(Arrangement.IDENTITY, 3, 0, 0, direct(20), direct(20));

        assertThatThrownBy(() -> PartPlanner.plan(request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Direct[range=0]");
    }

    @Test
    void aLongFrontIsCutIntoSlabs() {
        long front = 40 * ByteSize.MIB;
        List<FragmentSize> fragments = List.of(new FragmentSize(0, 6 * ByteSize.MIB, DIRECT));
        int frontParts = PartPlanner.frontParts(100 * ByteSize.MIB);

        PartPlan.Complete plan = complete(
                new PartRequest(Arrangement.FREE, front, 1 << 16, frontParts, fragments, 0, StoreCapabilities.S3));

        assertThat(frontParts).isEqualTo(7);
        assertThat(plan.parts()).extracting(PlannedPart::number).containsExactly(1, 2, 3, 8);
        assertThat(plan.parts()).allMatch(part -> part.lengthBytes() <= PartPlanner.FRONT_SLAB_BYTES);
        assertThat(plan.layout().frontBytes()).isEqualTo(front);
    }

    @Test
    void aSmallTargetIsOnePartWithoutPadding() {
        PartRequest request = request(Arrangement.FREE, 2, 1, 1, staged(3), staged(0), staged(4));

        PartPlan.Complete plan = complete(request);

        assertThat(plan.parts())
                .containsExactly(
                        new PlannedPart(1, 10, new PartContent.Fronted(new PartContent.Packed(List.of(0, 2), true))));
        assertThat(plan.layout().frontBytes()).isEqualTo(2);
        assertThat(plan.layout().places()).extracting(FragmentPlace::range).containsExactly(0, 2);
        assertThat(plan.layout().dataEndBytes()).isEqualTo(9);
    }

    @Test
    void aStagedFragmentThatIsLongEnoughStaysAloneSoThatItCanBeCopied() {
        List<FragmentSize> fragments =
                List.of(new FragmentSize(0, 20, false), new FragmentSize(1, 2, false), new FragmentSize(2, 25, false));

        PartPlan.Complete plan =
                complete(new PartRequest(Arrangement.FREE, 0, 1, 0, fragments, 1, PlanRequests.TINY_DENSE));

        assertThat(plan.parts())
                .containsExactly(
                        new PlannedPart(1, 20, new PartContent.Packed(List.of(0), false)),
                        new PlannedPart(2, 25, new PartContent.Packed(List.of(2), false)),
                        new PlannedPart(3, 3, new PartContent.Packed(List.of(1), true)));
    }

    @Test
    void aDirectFragmentShorterThanAPartIsRefused() {
        PartRequest request = request(Arrangement.FREE, 0, 0, 0, direct(4), direct(9));

        assertThatThrownBy(() -> PartPlanner.plan(request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Direct[range=0]");
    }

    @Test
    void directFragmentsInAStoreWithoutGapsAreRefusedWhenANumberIsMissing() {
        List<FragmentSize> fragments = List.of(new FragmentSize(0, 0, false), new FragmentSize(1, 9, DIRECT));
        PartRequest request = new PartRequest(Arrangement.ORDERED, 0, 1, 0, fragments, 0, PlanRequests.TINY_DENSE);

        assertThatThrownBy(() -> PartPlanner.plan(request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no gaps");
    }

    @Test
    void aShortRangeInsideAnIdentityTargetIsRefused() {
        PartRequest request = request(Arrangement.IDENTITY, 0, 0, 0, direct(9), staged(3), direct(9));

        assertThatThrownBy(() -> PartPlanner.plan(request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[1]");
    }

    private static PartPlan.Complete complete(PartRequest request) {
        PartPlan plan = PartPlanner.plan(request);
        assertThat(plan).isInstanceOf(PartPlan.Complete.class);
        PartPlan.Complete complete = (PartPlan.Complete) plan;
        PlanCheck.check(request, complete);
        return complete;
    }

    private static PartRequest request(
            Arrangement arrangement, long front, int frontParts, long tail, FragmentSize... sizes) {
        List<FragmentSize> fragments = new ArrayList<>();
        for (FragmentSize size : sizes) {
            fragments.add(new FragmentSize(fragments.size(), size.lengthBytes(), size.direct()));
        }
        return new PartRequest(arrangement, front, 1, frontParts, fragments, tail, PlanRequests.TINY);
    }

    private static FragmentSize direct(long lengthBytes) {
        return new FragmentSize(0, lengthBytes, DIRECT);
    }

    private static FragmentSize staged(long lengthBytes) {
        return new FragmentSize(0, lengthBytes, false);
    }
}
