package io.vmloom.k8s.scaling;

import io.vmloom.k8s.ModuleFiles;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What the manifest of the ScaledObject says; times are seconds. */
record ScalingRules(
        String query,
        double threshold,
        double activation,
        int least,
        int most,
        int pollingInterval,
        int cooldown,
        Fallback fallback,
        Behaviour up,
        Behaviour down) {
    /** After so many failures at least so many replicas. */
    record Fallback(int failures, int replicas) {}

    /** How fast the number may change. */
    record Behaviour(int stabilization, List<Policy> policies) {}

    record Policy(boolean percent, int value, int period) {}

    static ScalingRules ofManifest() {
        JsonNode spec = new YAMLMapper()
                .readTree(ModuleFiles.text(ModuleFiles.of("components/keda/scaled-object.yaml")))
                .path("spec");
        JsonNode trigger = spec.at("/triggers/0/metadata");
        JsonNode behaviour = spec.at("/advanced/horizontalPodAutoscalerConfig/behavior");
        return new ScalingRules(
                trigger.path("query").asString(),
                Double.parseDouble(trigger.path("threshold").asString()),
                Double.parseDouble(trigger.path("activationThreshold").asString()),
                spec.path("minReplicaCount").asInt(),
                spec.path("maxReplicaCount").asInt(),
                spec.path("pollingInterval").asInt(),
                spec.path("cooldownPeriod").asInt(),
                new Fallback(
                        spec.at("/fallback/failureThreshold").asInt(),
                        spec.at("/fallback/replicas").asInt()),
                behaviour(behaviour.path("scaleUp")),
                behaviour(behaviour.path("scaleDown")));
    }

    /** The same where there are only so many machines. */
    ScalingRules atMost(int replicas) {
        return new ScalingRules(
                query, threshold, activation, least, replicas, pollingInterval, cooldown, fallback, up, down);
    }

    private static Behaviour behaviour(JsonNode rules) {
        return new Behaviour(
                rules.path("stabilizationWindowSeconds").asInt(),
                rules.path("policies")
                        .valueStream()
                        .map(policy -> new Policy(
                                policy.path("type").asString().equals("Percent"),
                                policy.path("value").asInt(),
                                policy.path("periodSeconds").asInt()))
                        .toList());
    }
}
