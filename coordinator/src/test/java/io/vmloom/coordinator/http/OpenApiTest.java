package io.vmloom.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class OpenApiTest {
    @Test
    void theDescriptionHasExactlyTheRoutesThatThereAre() throws Exception {
        JsonNode paths;
        try (InputStream document = ApiServer.class.getResourceAsStream("openapi.yaml")) {
            paths = new YAMLMapper().readTree(document).get("paths");
        }
        Set<String> described = paths.propertyStream()
                .flatMap(path -> path.getValue().propertyNames().stream().map(method -> method + " " + path.getKey()))
                .collect(Collectors.toSet());

        Set<String> served = Arrays.stream(Endpoint.values())
                .map(endpoint -> endpoint.method().name().toLowerCase(Locale.ROOT) + " "
                        + endpoint.path().replace(":id", "{id}"))
                .collect(Collectors.toSet());

        assertThat(described).isEqualTo(served);
    }
}
