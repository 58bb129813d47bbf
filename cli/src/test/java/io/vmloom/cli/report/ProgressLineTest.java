package io.vmloom.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.coordinator.job.ItemStage;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final long MIB = 1L << 20;

    private final SequencedMap<String, ProgressLine.Stage> running = new LinkedHashMap<>();

    @Test
    void oneItemHasABarARateAndTheTimeThatIsLeft() {
        running.put("web.qcow2", new ProgressLine.Stage(ItemStage.CONVERTING, 500 * MIB, 1000 * MIB));

        assertThat(new ProgressLine(0, 1, running, 5 * MIB).text(200))
                .isEqualTo("web.qcow2 converting [##########----------] 50 % of 1000.0 MiB, 5.0 MiB/s, 1:40 left");
    }

    @Test
    void whatHasNoSizeYetHasAStageOnly() {
        running.put("web.qcow2", new ProgressLine.Stage(ItemStage.INSPECTING, 0, 0));

        assertThat(new ProgressLine(0, 1, running, 0).text(200)).isEqualTo("web.qcow2 inspecting");
    }

    @Test
    void severalItemsAreAddedUp() {
        running.put("one", new ProgressLine.Stage(ItemStage.CONVERTING, 10 * MIB, 100 * MIB));
        running.put("two", new ProgressLine.Stage(ItemStage.VERIFYING, 20 * MIB, 100 * MIB));

        assertThat(new ProgressLine(3, 10, running, MIB / 64).text(200))
                .isEqualTo("[3/10] 2 under way [###-----------------] 15 % of 200.0 MiB, 16.0 KiB/s, 3:01 h left:"
                        + " one, two");
    }

    @Test
    void aLineIsNotLongerThanTheTerminal() {
        running.put("n".repeat(100), new ProgressLine.Stage(ItemStage.INSPECTING, 0, 0));

        assertThat(new ProgressLine(0, 1, running, 0).text(20)).hasSize(20).endsWith("n…");
    }
}
