package io.vmloom.loadtest.micro;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.layout.PartPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LoopsTest {
    private static final Path BASELINE = Path.of("baseline.json");

    /** Nothing is timed here, so another measurement on this machine may go on. */
    @BeforeAll
    static void ignoreTheLockOfJmh() {
        System.setProperty("jmh.ignoreLock", "true");
    }

    @Test
    void everyLoopRunsAndIsInTheCommittedBaseline() {
        List<Loop> loops = new MicroRun(Pattern.compile(""), Effort.ONE_CALL).run();

        assertThat(loops).extracting(Loop::fastNanos).allMatch(nanos -> nanos > 0);
        assertThat(loops)
                .extracting(Loop::name)
                .containsExactlyInAnyOrderElementsOf(
                        Baseline.read(BASELINE).loops().keySet());
    }

    @Test
    void itsYardstickIsMeasuredWithWhateverIsChosen() {
        List<Loop> loops = new MicroRun(Pattern.compile("zeroTest"), Effort.ONE_CALL).run();

        assertThat(loops).extracting(Loop::name).containsExactlyInAnyOrder("GuestLoops.zeroTest", "Yardsticks.copy");
    }

    @Test
    void everyImageTellsOfItsDataAndEveryPlanIsComplete() {
        ImageLoops images = new ImageLoops();
        long quarter = (long) SampleTarget.UNITS * DiskBytes.UNIT_BYTES / 4;

        assertThat(List.of(images.qcow2Walk(), images.qcow2CompressedWalk(), images.vmdkWalk()))
                .allMatch(dataBytes -> dataBytes > 2 * quarter && dataBytes < 3 * quarter);
        assertThat(images.vhdxWalk()).isBetween(2 * quarter * 16, 3 * quarter * 16);
        assertThat(images.rangePlan()).isGreaterThan(SampleTarget.UNITS / 2);
        assertThat(new PartLoops().freePlan()).isInstanceOf(PartPlan.Complete.class);
        assertThat(new PartLoops().orderedPlan()).isInstanceOf(PartPlan.Complete.class);
    }
}
