package io.vmloom.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchReportTest {
    private static final CaseResult RESULT = new CaseResult(
            BenchCase.ZLIB,
            2_000_000_000,
            List.of(new Sample(3, 5, 1 << 20, 900), new Sample(2, 4, 1 << 20, 900), new Sample(10, 6, 1 << 20, 900)),
            List.of(
                    new Sample(8, 12, 1 << 20, 1000),
                    new Sample(9, 12, 1 << 20, 1000),
                    new Sample(7, 12, 1 << 20, 1000)));

    @Test
    void theMiddleOfSeveralRunsCounts() {
        Series series = Series.of(RESULT.vmloom(), Sample::seconds);
        assertThat(series).isEqualTo(new Series(2, 3, 10));
        assertThat(Series.of(RESULT.vmloom().subList(0, 2), Sample::seconds).median())
                .isEqualTo(2.5);
        assertThatThrownBy(() -> Series.of(List.of(), Sample::seconds)).hasMessageContaining("must have a sample");
    }

    @Test
    void theTableComparesTimesAndSizes() {
        MachineFacts machine = new MachineFacts(2, "processor", 1L << 30, "java");
        BenchReport report = new BenchReport(machine, "qemu-img", "a disk", List.of(RESULT));
        assertThat(report.markdown())
                .contains(
                        "| raw → qcow2 zlib | 2.00 / 3.00 / 10.00 | qemu-img | 7.00 / 8.00 / 9.00 | 2.67 × | 5.00 | 12.00 |"
                                + " 1.0 MiB | 667 | 900 B | 1000 B | -10.0 % |")
                .contains("Image: a disk.");
        assertThat(report.table()).hasSize(5);
        assertThat(report.json().toString()).contains("case=zlib");
    }

    @Test
    void whereNothingIsWrittenThereAreNoBytes() {
        List<Sample> read = List.of(new Sample(2, 2, 0, 0));
        CaseResult digest = new CaseResult(BenchCase.DIGEST, 1 << 20, read, read);
        MachineFacts machine = new MachineFacts(2, "processor", 1L << 30, "java");
        assertThat(new BenchReport(machine, "qemu-img", "a disk", List.of(digest)).markdown())
                .anyMatch(line -> line.contains("| sha256sum |") && line.endsWith("| – | – | – | – | – |"));
    }

    @Test
    void processorTimeIsThatOfTheProcessAndItsChildren() {
        String stat = "42 (a b) c) S 1 1 1 0 -1 4194560 1 2 3 4 100 200 300 400 20 0 1 0 5";
        assertThat(CpuClock.parse(stat)).isEqualTo(10.0);
    }
}
