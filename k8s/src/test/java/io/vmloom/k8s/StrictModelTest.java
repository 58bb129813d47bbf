package io.vmloom.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every document has the fields, of the types, that its kind has, and no others. */
class StrictModelTest {
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
    private static final Map<String, Class<?>> OF_STRIMZI =
            Map.of("Kafka", Kafka.class, "KafkaNodePool", KafkaNodePool.class);
    private static final Schema SCALED_OBJECT = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(ModuleFiles.text(ModuleFiles.of("schemas/scaledobject.schema.json")), InputFormat.JSON);

    private static List<Overlay> overlays() {
        return Overlay.all().toList();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyDocumentIsKnownAndHasNoFieldThatIsNot(Overlay overlay) {
        assertThat(overlay.resources())
                .hasSizeGreaterThan(15)
                .allSatisfy(resource -> assertThat(mistakes(resource.node().toString(), resource.kind()))
                        .as(resource.toString())
                        .isEmpty());
    }

    @Test
    void aMisspelledFieldIsFoundWhereverItStands() {
        String deployment = """
                {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"template": {"spec": {
                  "terminationGracePeriodSecond": 1,
                  "containers": [{"name": "a", "imagePullPolcy": "Always"}]}}}}
                """;
        String podMonitor = """
                {"apiVersion": "monitoring.coreos.com/v1", "kind": "PodMonitor",
                 "spec": {"podMetricsEndpoints": [{"port": "http", "intervall": "15s"}]}}
                """;
        String kafka = """
                {"apiVersion": "kafka.strimzi.io/v1", "kind": "Kafka",
                 "spec": {"kafka": {"listenrs": [], "listeners": [{"name": "plain", "prt": 9092}]}}}
                """;
        String scaledObject = """
                {"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "metadata": {"name": "a"},
                 "spec": {"scaleTargetRef": {"name": "a"}, "minReplicaCoun": 1,
                          "triggers": [{"type": "prometheus", "metadata": {"threshold": 3}}]}}
                """;

        assertThat(mistakes(deployment, "Deployment"))
                .containsExactlyInAnyOrder(
                        ".spec.template.spec.terminationGracePeriodSecond",
                        ".spec.template.spec.containers[0].imagePullPolcy");
        assertThat(mistakes(podMonitor, "PodMonitor")).containsExactly(".spec.podMetricsEndpoints[0].intervall");
        assertThat(mistakes(kafka, "Kafka"))
                .containsExactlyInAnyOrder(".spec.kafka.listenrs", ".spec.kafka.listeners[0].prt");
        assertThat(mistakes(scaledObject, "ScaledObject"))
                .anyMatch(mistake -> mistake.contains("minReplicaCoun"))
                .anyMatch(mistake -> mistake.contains("threshold") && mistake.contains("string"))
                .anyMatch(mistake -> mistake.contains("ignoreNullValues"));
    }

    private static List<String> mistakes(String json, String kind) {
        if (kind.equals("ScaledObject")) {
            return SCALED_OBJECT.validate(json, InputFormat.JSON).stream()
                    .map(Object::toString)
                    .toList();
        }
        Class<?> ofStrimzi = OF_STRIMZI.get(kind);
        Object model = ofStrimzi == null ? SERIALIZATION.unmarshal(json) : SERIALIZATION.unmarshal(json, ofStrimzi);
        return model instanceof GenericKubernetesResource
                ? List.of("there is no model of kind " + kind)
                : UnknownFields.in(model);
    }
}
