package io.vmloom.coordinator.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.error.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Coordinators die while they have the files of a package digested and write the list. */
class DigestsDeathTest extends MadeTargetDeathContract {
    @Override
    Lives lives(long seed, Faults faults) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("web.ovf", "abc".getBytes(UTF_8));
        files.put("one.vmdk", new byte[] {1, 2, 3});
        return Lives.ofDigests(seed, faults, Simulation.GAPS, files);
    }

    @Override
    int fates() {
        return 300;
    }

    @Test
    void theListHasTheDigestOfEachFile() {
        assertThat(new String(reference().target().mainBytes(), UTF_8)).isEqualTo("""
                SHA256(web.ovf)= ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
                SHA256(one.vmdk)= 039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81
                """);
    }

    @Test
    void aListThatIsThereIsSkippedWhenItIsEqualAndStaysWhenItIsNot() {
        byte[] right = reference().target().mainBytes();

        assertThat(outcome(right)).isInstanceOf(ItemOutcome.Skipped.class);
        assertThat(outcome("SHA256(web.ovf)= 00\n".getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        ItemOutcome.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.TARGET_EXISTS));
    }

    @Test
    void aFileThatIsGoneIsMissed() {
        try (Lives lives = lives(1, Faults.NONE)) {
            lives.removeDigested("one.vmdk");
            lives.submit();

            assertThat(lives.live()).isInstanceOfSatisfying(ItemOutcome.Failed.class, failed -> {
                assertThat(failed.code()).isEqualTo(ErrorCode.DISK_MISSING);
                assertThat(failed.message()).contains("its file 'one.vmdk' is not at s3://targets/out/one.vmdk");
            });
            assertThat(lives.target()).isEmpty();
            assertOver(lives);
        }
    }

    private ItemOutcome outcome(byte[] existing) {
        try (Lives lives = lives(1, Faults.NONE)) {
            lives.putTarget(existing);
            lives.submit();
            ItemOutcome outcome = lives.live();
            assertThat(lives.target().orElseThrow().mainBytes()).isEqualTo(existing);
            assertOver(lives);
            return outcome;
        }
    }
}
