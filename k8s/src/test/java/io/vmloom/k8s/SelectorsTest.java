package io.vmloom.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What points to pods and ports points to something. */
class SelectorsTest {
    private static final String POD_LABELS = "/spec/template/metadata/labels";

    private static List<Overlay> overlays() {
        return Overlay.all().toList();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void aDeploymentFindsItsOwnPodsAndNoOthers(Overlay overlay) {
        assertThat(overlay.of("Deployment")).isNotEmpty().allSatisfy(deployment -> {
            Map<String, String> selector = deployment.labels("/spec/selector/matchLabels");
            assertThat(selector).isNotEmpty();
            assertThat(chosen(overlay, selector)).containsExactly(deployment);
        });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void aServiceChoosesPodsThatHaveItsPorts(Overlay overlay) {
        assertThat(overlay.of("Service")).isNotEmpty().allSatisfy(service -> {
            List<Resource> chosen = chosen(overlay, service.labels("/spec/selector"));
            assertThat(chosen).as(service.toString()).hasSize(1);
            assertThat(service.each("/spec/ports")).isNotEmpty().allSatisfy(port -> {
                String target = port.path("targetPort").asString();
                assertThat(ports(chosen.getFirst())).containsKey(target);
                assertThat(port.path("port").asInt())
                        .isEqualTo(ports(chosen.getFirst()).get(target));
            });
        });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void coordinatorsAreNotAllEvictedAtOnce(Overlay overlay) {
        Resource budget = overlay.get("PodDisruptionBudget", "vmloom-coordinator");
        Resource coordinator = overlay.get("Deployment", "vmloom-coordinator");

        assertThat(chosen(overlay, budget.labels("/spec/selector/matchLabels"))).containsExactly(coordinator);
        assertThat(coordinator.at("/spec/replicas").asInt())
                .isGreaterThan(budget.at("/spec/maxUnavailable").asInt());
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void coordinatorsKeepAwayFromEachOther(Overlay overlay) {
        Resource coordinator = overlay.get("Deployment", "vmloom-coordinator");
        JsonNode apart = coordinator.at("/spec/template/spec/affinity/podAntiAffinity");
        JsonNode must =
                apart.path("requiredDuringSchedulingIgnoredDuringExecution").path(0);
        JsonNode term = must.isMissingNode()
                ? apart.at("/preferredDuringSchedulingIgnoredDuringExecution/0/podAffinityTerm")
                : must;

        assertThat(term.path("topologyKey").asString()).isEqualTo("kubernetes.io/hostname");
        assertThat(chosen(overlay, Resource.labels(term.at("/labelSelector/matchLabels"))))
                .containsExactly(coordinator);
        assertThat(apart.size()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void whoeverIsScrapedHasThePort(Overlay overlay) {
        Set<String> scraped = new TreeSet<>();
        overlay.of("PodMonitor").forEach(monitor -> {
            List<Resource> chosen = chosen(overlay, monitor.labels("/spec/selector/matchLabels"));
            assertThat(chosen).as(monitor.toString()).hasSize(1);
            assertThat(monitor.each("/spec/podMetricsEndpoints"))
                    .isNotEmpty()
                    .allSatisfy(endpoint -> assertThat(ports(chosen.getFirst()))
                            .containsKey(endpoint.path("port").asString()));
            scraped.add(chosen.getFirst().name());
        });

        if (overlay.name().equals("production")) {
            assertThat(scraped).containsExactly("vmloom-coordinator", "vmloom-worker");
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void probesAskPortsThatAreThere(Overlay overlay) {
        assertThat(overlay.ownDeployments()).hasSize(2).allSatisfy(deployment -> {
            JsonNode container = deployment.at("/spec/template/spec/containers/0");
            assertThat(Stream.of("startupProbe", "readinessProbe", "livenessProbe"))
                    .allSatisfy(probe -> assertThat(ports(deployment))
                            .containsKey(
                                    container.path(probe).at("/httpGet/port").asString()));
            assertThat(container.at("/readinessProbe/httpGet/path").asString()).isEqualTo("/readyz");
            assertThat(container.at("/livenessProbe/httpGet/path").asString()).isEqualTo("/healthz");
        });
    }

    @Test
    void whatIsAllowedThroughTheNetworkIsForPodsAndPortsThatAreThere() {
        Overlay production = Overlay.production();
        Set<Integer> ports = production
                .of("Deployment")
                .flatMap(deployment -> ports(deployment).values().stream())
                .collect(Collectors.toSet());

        assertThat(production.of("NetworkPolicy")).hasSizeGreaterThan(5).allSatisfy(policy -> {
            Map<String, String> selector = policy.labels("/spec/podSelector/matchLabels");
            if (selector.containsKey("app.kubernetes.io/name")) {
                assertThat(chosen(production, selector)).as(policy.toString()).isNotEmpty();
            }
            assertThat(policy.each("/spec/ingress"))
                    .allSatisfy(rule -> assertThat(rule.path("ports").valueStream())
                            .isNotEmpty()
                            .allSatisfy(port ->
                                    assertThat(ports).contains(port.path("port").asInt())));
        });
        Resource denyAll = production.get("NetworkPolicy", "deny-all");
        assertThat(denyAll.at("/spec/podSelector").isEmpty()).isTrue();
        assertThat(denyAll.at("/spec/ingress").isMissingNode()).isTrue();
        assertThat(denyAll.at("/spec/egress").isMissingNode()).isTrue();
        assertThat(denyAll.each("/spec/policyTypes").map(JsonNode::asString)).containsExactly("Ingress", "Egress");
        assertThat(brokerPort(production)).isEqualTo(allowed(production, "vmloom-kafka"));
    }

    private static int brokerPort(Overlay overlay) {
        return overlay.get("Kafka", "vmloom").at("/spec/kafka/listeners/0/port").asInt();
    }

    private static int allowed(Overlay overlay, String policy) {
        return overlay.get("NetworkPolicy", policy)
                .at("/spec/egress/0/ports/0/port")
                .asInt();
    }

    /** The deployments whose pods have all these labels. */
    private static List<Resource> chosen(Overlay overlay, Map<String, String> selector) {
        return overlay.of("Deployment")
                .filter(deployment -> deployment.labels(POD_LABELS).entrySet().containsAll(selector.entrySet()))
                .toList();
    }

    private static Map<String, Integer> ports(Resource deployment) {
        return deployment
                .each("/spec/template/spec/containers")
                .flatMap(container -> container.path("ports").valueStream())
                .collect(Collectors.toMap(
                        port -> port.path("name").asString(),
                        port -> port.path("containerPort").asInt()));
    }
}
