package io.vmloom.coordinator.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.coordinator.job.ItemOutcome;
import org.junit.jupiter.api.Test;

/** Coordinators die while they write the configuration of a machine. */
class MachineDeathTest extends MadeTargetDeathContract {
    private static final byte[] CONFIG = """
            config.version = "8"
            virtualHW.version = "13"
            displayName = "web"
            guestOS = "debian12-64"
            memsize = "2048"
            """.getBytes(UTF_8);

    private static final byte[] OTHER =
            new String(CONFIG, UTF_8).replace("2048", "4096").getBytes(UTF_8);

    @Override
    Lives lives(long seed, Faults faults) {
        return Lives.ofMachine(seed, faults, Simulation.GAPS, CONFIG, "libvirt");
    }

    @Override
    int fates() {
        return 300;
    }

    @Test
    void theConfigurationIsThatOfTheMachine() {
        assertThat(new String(reference().target().mainBytes(), UTF_8)).contains("<name>web</name>");
    }

    @Test
    void aSourceThatChangedMeanwhileIsReadAgain() {
        Reference reference = reference();
        for (int call = 1; call <= reference.calls(); call++) {
            try (Lives lives = lives(call, Faults.NONE)) {
                lives.submit();
                assertThat(lives.live(new Life(call, true), Lives.CancelAt.NEVER))
                        .isEmpty();
                lives.changeSource(OTHER);

                ItemOutcome outcome = lives.live();

                lives.settle();
                assertThat(outcome).as("call %d", call).isInstanceOf(ItemOutcome.Assembled.class);
                assertThat(lives.target()).as("call %d", call).isPresent();
                assertOver(lives);
            }
        }
    }
}
