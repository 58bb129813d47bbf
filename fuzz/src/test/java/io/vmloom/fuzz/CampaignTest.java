package io.vmloom.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The fuzzer itself starts, learns from what it sees, and finds nothing in some hundred runs. */
@EnabledOnOs(
        value = {OS.LINUX, OS.MAC},
        disabledReason = "Jazzer's native part is tried on these only")
@Timeout(300)
class CampaignTest {
    @TempDir
    private Path folder;

    @Test
    void aShortCampaignLearnsInputsAndFindsNothing() throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx320m",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "-Dvmloom.fuzz.format=auto",
                "-cp",
                ManagementFactory.getRuntimeMXBean().getClassPath(),
                Campaign.class.getName(),
                "auto",
                "5",
                folder.toString(),
                "-runs=500",
                "-seed=1"));

        Process campaign = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();

        try {
            assertThat(campaign.waitFor(240, TimeUnit.SECONDS))
                    .as("ended by itself")
                    .isTrue();
        } finally {
            campaign.destroyForcibly();
        }
        assertThat(campaign.exitValue()).as(Files.readString(log)).isZero();
        assertThat(folder.resolve("auto")).isNotEmptyDirectory();
        assertThat(folder.resolve("findings").resolve("auto")).isEmptyDirectory();
    }
}
