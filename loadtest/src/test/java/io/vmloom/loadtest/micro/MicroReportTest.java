package io.vmloom.loadtest.micro;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.loadtest.bench.MachineFacts;
import java.util.List;
import org.junit.jupiter.api.Test;

class MicroReportTest {
    private static final MachineFacts MACHINE = new MachineFacts(2, "processor", 1L << 30, "java");
    private static final Loop COPY = new Loop("Yardsticks.copy", 1_000, Loop.BYTES, Yardstick.COPY, 110, 11, 100);

    @Test
    void aLoopIsDividedByItsYardstickInTheFastestTenthOfBoth() {
        Loop zeroTest = new Loop("GuestLoops.zeroTest", 1_000, Loop.BYTES, Yardstick.COPY, 500, 10, 250);

        MicroReport report = report(COPY, zeroTest);

        assertThat(report.ratio(COPY)).isEqualTo(1);
        assertThat(report.markdown())
                .startsWith("| loop | speed | ± of it | µs a call | µs, fastest tenth | by | ratio |")
                .contains("| GuestLoops.zeroTest | 2000 MB/s | 2.0 % | 0.5 | 0.3 | copy | 2.500 |")
                .endsWith("Machine: 2 cores (processor), 1.0 GiB of memory, java. some versions."
                        + " Each loop: 1 × 0.3 s after 0.9 s.");
        assertThat(report.table()).hasSize(5);
    }

    @Test
    void whatIsNotBytesIsCounted() {
        assertThat(new Loop("Plan.few", 10, "parts", Yardstick.RECORDS, 1e6, 0, 1e6).speed())
                .isEqualTo("10000 parts/s");
        assertThat(new Loop("Plan.many", 10, "parts", Yardstick.RECORDS, 1e3, 0, 1e3).speed())
                .isEqualTo("10.0 M parts/s");
    }

    @Test
    void whatIsWrittenForScriptsCanBeTheBaselineOfTheNextRun() {
        Loop once = new Loop("GuestLoops.zeroTest", 1_000, Loop.BYTES, Yardstick.COPY, 500, Double.NaN, 123.456);

        Baseline baseline = Baseline.parse(report(COPY, once).text());

        assertThat(baseline.loops())
                .containsEntry("GuestLoops.zeroTest", new Baseline.Usual(1.235, Baseline.USUAL_FACTOR))
                .hasSize(2);
    }

    static MicroReport report(Loop... loops) {
        return new MicroReport(MACHINE, "some versions", Effort.QUICK, List.of(loops));
    }
}
