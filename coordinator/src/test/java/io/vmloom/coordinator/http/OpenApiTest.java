package io.vmloom.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class OpenApiTest {
    @Test
    void theDescriptionHasExactlyTheRoutesThatThereAre() throws Exception {
        JsonNode paths = description().get("paths");
        Set<String> described = paths.propertyStream()
                .flatMap(path -> path.getValue().propertyNames().stream().map(method -> method + " " + path.getKey()))
                .collect(Collectors.toSet());

        Set<String> served = Arrays.stream(Endpoint.values())
                .map(endpoint -> endpoint.method().name().toLowerCase(Locale.ROOT) + " "
                        + endpoint.path().replaceAll(":([a-z]+)", "{$1}"))
                .collect(Collectors.toSet());

        assertThat(described).isEqualTo(served);
    }

    @Test
    void whatNeedsATokenSaysSo() throws Exception {
        JsonNode description = description();

        for (Endpoint endpoint : Endpoint.values()) {
            JsonNode operation = description
                    .get("paths")
                    .get(endpoint.path().replaceAll(":([a-z]+)", "{$1}"))
                    .get(endpoint.method().name().toLowerCase(Locale.ROOT));
            boolean open = endpoint.audience() == Endpoint.For.EVERYBODY;
            assertThat(operation.has("security")).as(endpoint.name()).isEqualTo(open);
            assertThat(Stream.of("401", "429").map(operation.get("responses")::has))
                    .as(endpoint.name())
                    .containsOnly(!open);
        }
        assertThat(description.at("/components/securitySchemes/bearer/scheme").asString())
                .isEqualTo("bearer");
    }

    private static JsonNode description() throws IOException {
        try (InputStream document = ApiServer.class.getResourceAsStream("openapi.yaml")) {
            return new YAMLMapper().readTree(document);
        }
    }
}
