package io.vmloom.k8s.monitoring;

import io.vmloom.k8s.ModuleFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The rules of the committed file. */
final class Alerts {
    static final Path RULES = ModuleFiles.of("components/dashboards/rules/vmloom.yml");

    private Alerts() {}

    /** One rule. */
    record Alert(String name, String expression, JsonNode rule) {
        String annotation(String key) {
            return rule.path("annotations").path(key).asString("");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static JsonNode document() {
        return new YAMLMapper().readTree(ModuleFiles.text(RULES));
    }

    static List<Alert> all() {
        return document()
                .path("groups")
                .valueStream()
                .flatMap(group -> group.path("rules").valueStream())
                .map(rule -> new Alert(
                        rule.path("alert").asString(), rule.path("expr").asString(), rule))
                .toList();
    }

    /** The tests of them, of promtool. */
    static Path tests() {
        return ModuleFiles.of("src/test/promtool/vmloom_test.yml");
    }

    /** Each alert that a test looks for, and whether it wants it. */
    static Stream<JsonNode> looks() {
        return new YAMLMapper()
                .readTree(ModuleFiles.text(tests()))
                .path("tests")
                .valueStream()
                .flatMap(test -> test.path("alert_rule_test").valueStream());
    }
}
