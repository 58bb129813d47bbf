package io.vmloom.loadtest.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.unit.ByteSize;
import org.junit.jupiter.api.Test;

class HeapLogTest {
    @Test
    void theFullestMomentIsBeforeACollectionAndOnlyAFullOneTellsWhatIsLeft() {
        HeapLog log = HeapLog.of("""
                [0.010s][info][gc] Using Parallel
                [1.2s][info][gc] GC(0) Pause Young (Allocation Failure) 96M->24M(368M) 12.3ms
                [2.4s][info][gc] GC(1) Pause Full (Metadata GC Threshold) 33M->20M(368M) 55.1ms
                [9.9s][info][gc] GC(2) Pause Young (Allocation Failure) 310M->120M(368M) 12.3ms
                """);

        assertThat(log).isEqualTo(new HeapLog(310 * ByteSize.MIB, 20 * ByteSize.MIB));
    }

    @Test
    void aLogOfAnotherCollectorSaysAsMuch() {
        assertThat(HeapLog.of(
                        "[1.2s][info][gc] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 23M->5M(256M) 3.1ms\n"))
                .isEqualTo(new HeapLog(23 * ByteSize.MIB, 0));
    }

    @Test
    void ofTwoTheWorseCounts() {
        assertThat(new HeapLog(3, 1).or(new HeapLog(2, 2))).isEqualTo(new HeapLog(3, 2));
    }
}
