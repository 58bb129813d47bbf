package io.vmloom.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.vmloom.cli.service.StopSignal;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What pods may, need and are given. */
class PodsTest {
    private static final String POD = "/spec/template/spec";
    private static final long MIB = 1 << 20;

    /** Of the launcher: the heap of a worker, and what a worker of two cores took beside it. */
    private static final long HEAP_MIB = 192;

    private static final long HEAP_MIB_PER_CORE = 128;
    private static final long BESIDE_THE_HEAP_MIB = 525 - 448;

    private static List<Overlay> overlays() {
        return Overlay.all().toList();
    }

    /** As the namespace enforces it. */
    @ParameterizedTest
    @MethodSource("overlays")
    void everyPodIsRestricted(Overlay overlay) {
        assertThat(overlay.get("Namespace", "vmloom").labels("/metadata/labels"))
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
        assertThat(overlay.of("Deployment")).isNotEmpty().allSatisfy(deployment -> {
            JsonNode pod = deployment.at(POD);
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/runAsUser").asInt()).isPositive();
            assertThat(pod.at("/securityContext/seccompProfile/type").asString())
                    .isEqualTo("RuntimeDefault");
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
            assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
            assertThat(pod.path("containers").valueStream()).isNotEmpty().allSatisfy(container -> {
                JsonNode may = container.path("securityContext");
                assertThat(may.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
                assertThat(may.at("/capabilities/drop").valueStream().map(JsonNode::asString))
                        .containsExactly("ALL");
                assertThat(container.at("/resources/requests/cpu").isMissingNode())
                        .isFalse();
                assertThat(bytes(container.at("/resources/requests/memory")))
                        .isLessThanOrEqualTo(bytes(container.at("/resources/limits/memory")));
            });
        });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void ownPodsRunAsTheUserOfTheImageAndWriteToTmpOnly(Overlay overlay) {
        String user = Images.property("image.user");
        assertThat(overlay.ownDeployments()).hasSize(2).allSatisfy(deployment -> {
            JsonNode pod = deployment.at(POD);
            JsonNode container = pod.at("/containers/0");
            assertThat(pod.at("/securityContext/runAsUser").asString()).isEqualTo(user);
            assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                    .isTrue();
            assertThat(container
                            .path("volumeMounts")
                            .valueStream()
                            .filter(mount -> !mount.path("readOnly").asBoolean(false))
                            .map(mount -> mount.path("mountPath").asString()))
                    .containsExactly("/tmp");
        });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void imagesAreThoseThatAreBuilt(Overlay overlay) {
        Set<String> built = Images.names();
        assertThat(overlay.ownDeployments()).hasSize(2).allSatisfy(deployment -> {
            String image = deployment.text(POD + "/containers/0/image");
            String component = SettingsTest.role(deployment).name().toLowerCase(Locale.ROOT);
            assertThat(image).endsWith("vmloom/" + component + ":" + Images.version());
            assertThat(built).anyMatch(name -> image.endsWith(name + ":" + Images.version()));
        });
        assertThat(overlay.of("Deployment"))
                .allSatisfy(deployment -> assertThat(deployment.text(POD + "/containers/0/image"))
                        .contains(":")
                        .doesNotEndWith(":latest"));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void whoeverIsToldToStopHasTheTimeToDoIt(Overlay overlay) {
        assertThat(overlay.ownDeployments())
                .hasSize(2)
                .allSatisfy(deployment -> assertThat(deployment
                                .at(POD + "/terminationGracePeriodSeconds")
                                .asLong())
                        .isGreaterThanOrEqualTo(StopSignal.PATIENCE.toSeconds() + 30));
    }

    /** A process that waits for brokers is not killed for it. */
    @ParameterizedTest
    @MethodSource("overlays")
    void aStartMayTakeAsLongAsBrokersAreWaitedFor(Overlay overlay) {
        assertThat(overlay.ownDeployments()).hasSize(2).allSatisfy(deployment -> {
            JsonNode probe = deployment.at(POD + "/containers/0/startupProbe");
            assertThat(probe.path("periodSeconds").asInt()
                            * probe.path("failureThreshold").asInt())
                    .isGreaterThan(120);
        });
    }

    /** The heap is a share of the pod's memory: enough for every slot, and little enough that all else fits in too. */
    @ParameterizedTest
    @MethodSource("overlays")
    void memoryIsEnoughForTheHeapOfASlotForEachCore(Overlay overlay) {
        JsonNode limits = overlay.get("Deployment", "vmloom-worker").at(POD + "/containers/0/resources/limits");
        long memory = bytes(limits.path("memory"));
        long cores = Quantity.getAmountInBytes(new Quantity(limits.path("cpu").asString()))
                .longValueExact();
        long heap = memory * heapPercent() / 100;

        assertThat(heap / MIB).isGreaterThanOrEqualTo(HEAP_MIB + HEAP_MIB_PER_CORE * cores);
        assertThat((memory - heap) / MIB).isGreaterThanOrEqualTo(2 * BESIDE_THE_HEAP_MIB);
        assertThat(bytes(overlay.get("Deployment", "vmloom-coordinator")
                                .at(POD + "/containers/0/resources/limits/memory"))
                        * heapPercent()
                        / 100
                        / MIB)
                .isGreaterThanOrEqualTo(512);
    }

    private static long heapPercent() {
        Matcher share = Pattern.compile("-XX:MaxRAMPercentage=(\\d+)").matcher(Images.pom());
        assertThat(share.find()).isTrue();
        return Long.parseLong(share.group(1));
    }

    private static long bytes(JsonNode quantity) {
        BigDecimal amount = Quantity.getAmountInBytes(new Quantity(quantity.asString()));
        return amount.longValueExact();
    }
}
