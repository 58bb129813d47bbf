package io.vmloom.k8s.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.k8s.Golden;
import io.vmloom.k8s.ModuleFiles;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What Grafana is given. How it looks there is not tried. */
class DashboardsTest {
    private static final String FOLDER = "components/dashboards/";
    private static final Pattern LITERAL_WINDOW = Pattern.compile("\\[\\d+[smhd]");

    private static List<Dashboard> dashboards() {
        return Dashboards.all();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void theCommittedFileIsWhatTheCodeMakes(Dashboard dashboard) {
        Golden.check(
                ModuleFiles.of(FOLDER + dashboard.file() + ".json"), DashboardJson.of(dashboard, Dashboards.all()));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyPanelSaysWhatItIsAndInWhichUnitAndAsksTheChosenSource(Dashboard dashboard) {
        JsonNode json = json(dashboard);

        assertThat(json.path("panels").valueStream()).hasSizeGreaterThan(8).allSatisfy(panel -> {
            assertThat(panel.path("description").asString()).endsWith(".");
            assertThat(panel.at("/fieldConfig/defaults/unit").asString()).isNotEmpty();
            assertThat(panel.at("/datasource/uid").asString()).isEqualTo("${datasource}");
            assertThat(panel.path("targets").valueStream()).isNotEmpty().allSatisfy(target -> {
                assertThat(target.at("/datasource/uid").asString()).isEqualTo("${datasource}");
                assertThat(target.path("expr").asString()).doesNotContainPattern(LITERAL_WINDOW);
            });
        });
        assertThat(json.at("/templating/list/0/type").asString()).isEqualTo("datasource");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelsLieSideBySideAndNotUponEachOther(Dashboard dashboard) {
        List<JsonNode> places = json(dashboard)
                .path("panels")
                .valueStream()
                .map(panel -> panel.path("gridPos"))
                .toList();

        IntStream.range(0, places.size())
                .forEach(first -> IntStream.range(first + 1, places.size())
                        .forEach(second -> assertThat(overlap(places.get(first), places.get(second)))
                                .as("%d and %d", first, second)
                                .isFalse()));
        assertThat(places)
                .allSatisfy(place -> assertThat(
                                place.path("x").asInt() + place.path("w").asInt())
                        .isLessThanOrEqualTo(24));
    }

    @Test
    void everyDashboardCanBeFoundFromEveryOther() {
        List<String> uids = dashboards().stream().map(Dashboard::uid).toList();
        assertThat(uids).doesNotHaveDuplicates();

        assertThat(dashboards())
                .allSatisfy(dashboard -> assertThat(json(dashboard)
                                .path("links")
                                .valueStream()
                                .map(link -> link.path("url").asString().substring("/d/".length())))
                        .hasSize(uids.size() - 1)
                        .isSubsetOf(uids));
    }

    @Test
    void whatTheAutoscalerWantsIsReckonedAsTheAutoscalerDoes() {
        JsonNode scaler =
                new YAMLMapper().readTree(ModuleFiles.text(ModuleFiles.of("components/keda/scaled-object.yaml")));

        assertThat(scaler.at("/spec/triggers/0/metadata/threshold").asString())
                .isEqualTo(String.valueOf(FleetDashboard.TASKS_PER_WORKER));
    }

    @Test
    void grafanaTakesThemUpFromFilesThatNobodyChangesThere() {
        JsonNode provider = new YAMLMapper()
                .readTree(ModuleFiles.text(ModuleFiles.of(FOLDER + "provisioning/dashboards.yaml")))
                .at("/providers/0");
        String listed = ModuleFiles.text(ModuleFiles.of(FOLDER + "kustomization.yaml"));

        assertThat(provider.path("allowUiUpdates").asBoolean(true)).isFalse();
        assertThat(ModuleFiles.text(ModuleFiles.of("overlays/local/grafana.yaml")))
                .contains("mountPath: " + provider.at("/options/path").asString());
        assertThat(dashboards())
                .allSatisfy(dashboard -> assertThat(listed).contains("- " + dashboard.file() + ".json\n"));
    }

    private static boolean overlap(JsonNode one, JsonNode other) {
        return Stream.of("x", "y").allMatch(axis -> {
            String length = axis.equals("x") ? "w" : "h";
            int begin = one.path(axis).asInt();
            int otherBegin = other.path(axis).asInt();
            return begin < otherBegin + other.path(length).asInt()
                    && otherBegin < begin + one.path(length).asInt();
        });
    }

    private static JsonNode json(Dashboard dashboard) {
        return JsonMapper.shared().readTree(DashboardJson.of(dashboard, Dashboards.all()));
    }
}
