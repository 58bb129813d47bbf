package io.vmloom.k8s.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.k8s.Golden;
import io.vmloom.k8s.ModuleFiles;
import io.vmloom.testing.Peers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Alerts come when they should and not otherwise, and tell what to do. */
class AlertsTest {
    private static final Pattern WINDOW = Pattern.compile("\\[(\\d+)m]");
    private static final Pattern SECTION = Pattern.compile("(?m)^## (Vmloom\\w+)$");

    private static List<Alerts.Alert> alerts() {
        return Alerts.all();
    }

    @Test
    void prometheusHasNothingAgainstThem() {
        assertThat(Peers.run("promtool", "check", "rules", "--lint=all", "--lint-fatal", Alerts.RULES)
                        .output())
                .contains("SUCCESS: " + alerts().size() + " rules found");
    }

    @Test
    void theyComeWhenTheyShouldAndNotOtherwise() {
        assertThat(Peers.run("promtool", "test", "rules", Alerts.tests()).output())
                .contains("SUCCESS");
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void everyOneIsTriedBothWays(Alerts.Alert alert) {
        Set<Boolean> tried = Alerts.looks()
                .filter(look -> look.path("alertname").asString().equals(alert.name()))
                .map(look -> look.has("exp_alerts"))
                .collect(Collectors.toSet());

        assertThat(tried).containsExactlyInAnyOrder(true, false);
    }

    /** A rate needs two scrapes, of 15 s, and one or two may be lost. */
    @ParameterizedTest
    @MethodSource("alerts")
    void windowsAreLongEnough(Alerts.Alert alert) {
        assertThat(WINDOW.matcher(alert.expression()).results().map(window -> Integer.parseInt(window.group(1))))
                .allMatch(minutes -> minutes >= 5);
        assertThat(alert.rule().at("/labels/severity").asString()).isIn("critical", "warning", "info");
        assertThat(alert.annotation("summary")).isNotEmpty();
        assertThat(alert.annotation("description")).endsWith(".");
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void everyOneHasItsSectionInTheRunbook(Alerts.Alert alert) {
        assertThat(alert.annotation("runbook"))
                .isEqualTo("docs/operations/runbooks.md#" + alert.name().toLowerCase(Locale.ROOT));
        assertThat(sections()).contains(alert.name());
    }

    @Test
    void theRunbookHasNoSectionOfAnAlertThatIsGone() {
        assertThat(sections())
                .containsExactlyElementsOf(
                        alerts().stream().map(Alerts.Alert::name).toList());
    }

    /** For the operator, the same rules within a resource of its own. */
    @Test
    void theOperatorsRulesAreTheSame() {
        String rules = ModuleFiles.text(Alerts.RULES);
        String groups = rules.substring(rules.indexOf("groups:"));

        Golden.check(
                ModuleFiles.of("components/monitoring/prometheus-rule.yaml"),
                "# Made of components/dashboards/rules/vmloom.yml by AlertsTest with -Dvmloom.golden=write.\n"
                        + "apiVersion: monitoring.coreos.com/v1\n"
                        + "kind: PrometheusRule\n"
                        + "metadata:\n  name: vmloom\n"
                        + "spec:\n" + groups.indent(2));
    }

    private static List<String> sections() {
        return SECTION.matcher(ModuleFiles.text(ModuleFiles.ofRepository("docs/operations/runbooks.md")))
                .results()
                .map((MatchResult section) -> section.group(1))
                .toList();
    }
}
