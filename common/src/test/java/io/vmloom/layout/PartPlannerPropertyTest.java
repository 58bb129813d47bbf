package io.vmloom.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.store.StoreCapabilities;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PartPlannerPropertyTest {
    private static final int CASES = 20_000;
    private static final long TINY_FRAGMENT = 30;

    private int single;
    private int complete;
    private int reencoded;

    @ParameterizedTest
    @EnumSource
    void everyTinyPlanIsLegalAndLosesNothing(Arrangement arrangement) {
        PlanRequests requests = new PlanRequests(new SplittableRandom(71));

        for (int i = 0; i < CASES; i++) {
            planUntilComplete(requests.next(arrangement, PlanRequests.TINY, TINY_FRAGMENT));
        }

        assertThat(single).isGreaterThan(100);
        assertThat(complete).isGreaterThan(1000);
        assertThat(reencoded > 1000).isEqualTo(arrangement == Arrangement.ORDERED);
    }

    @ParameterizedTest
    @EnumSource
    void everyTinyPlanOfADenseStoreHasNoGaps(Arrangement arrangement) {
        PlanRequests requests = new PlanRequests(new SplittableRandom(72));

        for (int i = 0; i < CASES; i++) {
            planUntilComplete(requests.next(arrangement, PlanRequests.TINY_DENSE, TINY_FRAGMENT));
        }

        assertThat(complete).isGreaterThan(1000);
        assertThat(reencoded).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void everyPlanUnderTheLimitsOfS3IsLegal(Arrangement arrangement) {
        PlanRequests requests = new PlanRequests(new SplittableRandom(73));

        for (int i = 0; i < CASES / 10; i++) {
            planUntilComplete(requests.next(arrangement, StoreCapabilities.S3, PartPlanner.ONE_PART_BYTES));
        }

        assertThat(complete).isGreaterThan(100);
    }

    private void planUntilComplete(PartRequest request) {
        PartPlan plan = PartPlanner.plan(request);
        assertThat(PartPlanner.plan(request)).isEqualTo(plan);
        switch (plan) {
            case PartPlan.Complete done -> {
                complete++;
                single += done.parts().size() == 1 ? 1 : 0;
                PlanCheck.check(request, done);
            }
            case PartPlan.Reencode again -> {
                reencoded++;
                PartRequest longer = reencoded(request, again);
                assertThat(PartPlanner.plan(longer)).isInstanceOf(PartPlan.Complete.class);
                planUntilComplete(longer);
            }
        }
    }

    private static PartRequest reencoded(PartRequest request, PartPlan.Reencode again) {
        List<FragmentSize> fragments = new ArrayList<>();
        for (FragmentSize fragment : request.fragments()) {
            boolean longer = again.ranges().contains(fragment.range());
            assertThat(longer && fragment.direct()).isFalse();
            fragments.add(longer ? new FragmentSize(fragment.range(), again.minimumBytes(), false) : fragment);
        }
        return PlanRequests.with(request, fragments);
    }
}
