package io.vmloom.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.coordinator.manifest.Manifest;
import io.vmloom.coordinator.manifest.ManifestReader;
import io.vmloom.machine.ConfigFile;
import io.vmloom.machine.kind.MachineKinds;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RoundTest {
    private static final String DIGEST = "vg1:5:" + "0".repeat(64);

    @Test
    void theManifestOfARoundIsValidAndUsesEveryFormat() {
        Manifest manifest =
                ManifestReader.read("storm.yaml", Batch.of("storm-1", 14).manifest(), Path.of("/"));

        assertThat(manifest.items()).hasSize(14 + 2);
        assertThat(manifest.machines()).isEqualTo(2);
        assertThat(manifest.items().stream()
                        .limit(14)
                        .map(item -> item.targetFormat())
                        .distinct())
                .containsExactlyInAnyOrder("qcow2", "vmdk", "raw", "vhdx", "vdi", "vpc", "parallels", "qed");
    }

    @Test
    void packagesAreMadeOfImagesThatAreThere() {
        Batch batch = Batch.of("storm-1", 11);

        assertThat(batch.machines())
                .containsExactly(new PackedMachine(0, List.of(0, 1)), new PackedMachine(1, List.of(10)));
        assertThat(batch.targets().subList(11, 16))
                .containsExactly(
                        List.of(), List.of(), List.of("out/machine-0.ova"), List.of(), List.of("out/machine-1.ova"));
        assertThat(batch.machines()).allSatisfy(machine -> {
            ConfigFile file = new ConfigFile("machine.xml", machine.configuration());
            assertThat(MachineKinds.detect(file)
                            .reader()
                            .orElseThrow()
                            .read(file)
                            .machine()
                            .disks())
                    .hasSameSizeAs(machine.disks());
        });
    }

    @Test
    void aPackageHasNoDigestAndIsMadeOrNot() {
        JsonNode report = JsonMapper.shared().readTree("""
                {"items": [
                  {"makes": "appliance", "state": "SUCCEEDED"},
                  {"makes": "appliance", "state": "FAILED", "message": "a disk is missing"}
                ]}""");

        Round round = Round.of("storm", report, List.of("a", "b"), List.of(), 1);

        assertThat(round.digests()).containsExactly("made: appliance", "a disk is missing");
        assertThat(round.problems()).containsExactly("a disk is missing");
    }

    @Test
    void anotherDigestOrNoneIsAnotherOutcome() {
        Round calm = round(DIGEST, DIGEST);

        assertThat(round(DIGEST, DIGEST).differing(calm)).isZero();
        assertThat(round(DIGEST, DIGEST.replace('0', '1')).differing(calm)).isEqualTo(1);
        assertThat(round(DIGEST).differing(calm)).isEqualTo(1);
    }

    @Test
    void attemptsBeyondTheFirstAndRangesAddUp() {
        Round round = round(DIGEST, DIGEST);

        assertThat(round.ranges()).isEqualTo(6);
        assertThat(round.redone()).isEqualTo(2);
    }

    @Test
    void whatFailedStandsInPlaceOfItsDigest() {
        JsonNode report = JsonMapper.shared().readTree("{\"items\": [{\"state\": \"FAILED\", \"message\": \"gone\"}]}");

        assertThat(Round.of("storm", report, List.of("no object"), List.of(), 1).digests())
                .containsExactly("gone");
    }

    @Test
    void otherBytesAreAnotherOutcomeWhateverTheDigestSays() {
        Round calm = round(DIGEST, DIGEST);
        Round same = round(List.of("bytes-0", "bytes-1"), DIGEST, DIGEST);
        Round other = round(List.of("bytes-0", "bytes-2"), DIGEST, DIGEST);

        assertThat(same.differing(calm)).isZero();
        assertThat(other.differing(calm)).isEqualTo(1);
    }

    private static Round round(String... digests) {
        return round(
                IntStream.range(0, digests.length).mapToObj(i -> "bytes-" + i).toList(), digests);
    }

    private static Round round(List<String> hashes, String... digests) {
        StringBuilder items = new StringBuilder();
        for (String digest : digests) {
            items.append(items.isEmpty() ? "" : ",")
                    .append("{\"digest\": \"" + digest + "\", \"ranges\": 3, \"retries\": 1}");
        }
        JsonNode report = JsonMapper.shared().readTree("{\"items\": [" + items + "]}");
        return Round.of("storm", report, hashes, List.of(), 1);
    }
}
