package io.vmloom.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.telemetry.Metric;
import io.vmloom.telemetry.Side;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Workers come with what there is to do, and do not go because somebody can not look. */
class AutoscalingTest {
    /** How many tasks coordinators give out for a slot. */
    private static final int TASKS_PER_SLOT = 3;

    private final Overlay production = Overlay.production();
    private final Resource scaler = production.get("ScaledObject", "vmloom-worker");
    private final JsonNode trigger = scaler.at("/spec/triggers/0/metadata");

    @Test
    void itScalesTheWorkersWhichNobodyElseDoes() {
        assertThat(scaler.text("/spec/scaleTargetRef/name")).isEqualTo("vmloom-worker");
        assertThat(production
                        .get("Deployment", "vmloom-worker")
                        .at("/spec/replicas")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void itAsksForAGaugeThatCoordinatorsHaveInThisNamespace() {
        String query = trigger.path("query").asString();

        assertThat(query).contains(Metric.TASK_BACKLOG.exposedName()).startsWith("sum(");
        assertThat(Metric.TASK_BACKLOG.on(Side.COORDINATOR)).isTrue();
        assertThat(query).contains("namespace=\"" + scaler.text("/metadata/namespace") + "\"");
    }

    @Test
    void whatCanNotBeReadIsNotZero() {
        assertThat(trigger.path("ignoreNullValues").asString()).isEqualTo("false");
        assertThat(scaler.text("/spec/fallback/behavior")).isEqualTo("currentReplicasIfHigher");
    }

    /** Coordinators give out as much as the slots that are there take: below, more would never be asked for. */
    @Test
    void aFleetThatIsBusyGrows() {
        double wanted = Double.parseDouble(trigger.path("threshold").asString());
        int slots = Integer.parseInt(production
                .get("Deployment", "vmloom-worker")
                .text("/spec/template/spec/containers/0/resources/limits/cpu"));

        assertThat(slots * TASKS_PER_SLOT / wanted).isGreaterThanOrEqualTo(1.5);
        assertThat(wanted).as("tasks that keep all slots of a worker busy").isGreaterThanOrEqualTo(slots);
    }

    @Test
    void itShrinksSlowlyAndGrowsAtOnce() {
        JsonNode behaviour = scaler.at("/spec/advanced/horizontalPodAutoscalerConfig/behavior");

        assertThat(behaviour.at("/scaleDown/stabilizationWindowSeconds").asInt())
                .isGreaterThanOrEqualTo(300);
        assertThat(behaviour.at("/scaleUp/stabilizationWindowSeconds").asInt(-1))
                .isZero();
    }
}
