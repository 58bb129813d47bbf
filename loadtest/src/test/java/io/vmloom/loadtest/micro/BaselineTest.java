package io.vmloom.loadtest.micro;

import static io.vmloom.loadtest.micro.MicroReportTest.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.RequestException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineTest {
    private static final Pattern ALL = Pattern.compile("");
    private static final String ZERO_TEST = "GuestLoops.zeroTest";
    private static final String COPY = "Yardsticks.copy";

    @Test
    void aLoopMayBecomeSlowerByItsFactor() {
        Baseline baseline = new Baseline(Map.of(COPY, usual(1, 2), ZERO_TEST, usual(0.5, 3)));

        assertThat(baseline.regressions(report(copy(100), zeroTest(150)))).isEmpty();
    }

    @Test
    void aLoopThatBecameSlowerThanThatIsNamedWithWhatWasExpectedAndWhatWasMeasured() {
        Baseline baseline = new Baseline(Map.of(COPY, usual(1, 2), ZERO_TEST, usual(0.5, 3)));

        assertThat(baseline.regressions(report(copy(100), zeroTest(160))))
                .containsExactly(
                        "GuestLoops.zeroTest takes 1.600 times as long as copy, expected 0.500 and at most 1.500"
                                + " (3.0 times that); now 6250 MB/s");
    }

    @Test
    void aSlowerMachineIsNoSlowerLoop() {
        Baseline baseline = new Baseline(Map.of(COPY, usual(1, 2), ZERO_TEST, usual(0.5, 3)));

        assertThat(baseline.regressions(report(copy(10_000), zeroTest(5_000)))).isEmpty();
    }

    @Test
    void aLoopThatTheBaselineDoesNotKnowHasToBeAdded() {
        Baseline baseline = new Baseline(Map.of(COPY, usual(1, 2)));

        assertThat(baseline.differences(report(copy(100), zeroTest(100)), ALL))
                .containsExactly("GuestLoops.zeroTest is not in the baseline; renew it");
    }

    @Test
    void aLoopThatIsGoneHasToBeRemovedUnlessItWasNotAskedFor() {
        Baseline baseline = new Baseline(Map.of(COPY, usual(1, 2), ZERO_TEST, usual(0.5, 3)));

        assertThat(baseline.differences(report(copy(100)), ALL))
                .containsExactly(
                        "GuestLoops.zeroTest is in the baseline but was not measured; renew it if the loop is gone");
        assertThat(baseline.differences(report(copy(100)), Pattern.compile("digest")))
                .isEmpty();
    }

    @Test
    void aFileThatIsNoBaselineIsRefused(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("baseline.json"), "{\"loops\": [{\"loop\": \"a\"}]}");

        assertThatThrownBy(() -> Baseline.read(file))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("baseline.json is no baseline");
        assertThatThrownBy(() -> Baseline.read(directory.resolve("none"))).isInstanceOf(RequestException.class);
    }

    private static Baseline.Usual usual(double ratio, double factor) {
        return new Baseline.Usual(ratio, factor);
    }

    private static Loop copy(double nanos) {
        return new Loop(COPY, 1_000, Loop.BYTES, Yardstick.COPY, nanos, 0, nanos);
    }

    private static Loop zeroTest(double nanos) {
        return new Loop(ZERO_TEST, 1_000, Loop.BYTES, Yardstick.COPY, nanos, 0, nanos);
    }
}
