package io.vmloom.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmloom.cli.config.Configuration;
import io.vmloom.error.RequestException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiAccessTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1"})
    void onThisMachineNobodyIsAskedUnlessSomebodySaysSo(String host) {
        assertThat(ApiAccess.of(configuration(Map.of("VMLOOM_HTTP_HOST", host))).isOpen())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.7", "no-such-host.invalid"})
    void whereOthersReachItTheApiDoesNotStartWithoutSayingWhoMayUseIt(String host) {
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> ApiAccess.of(configuration(Map.of("VMLOOM_HTTP_HOST", host))))
                .withMessageContaining("http.host is " + host)
                .withMessageContaining("auth.tokens-file")
                .withMessageContaining("auth.issuer");
    }

    @Test
    void withTokensItMayListenAnywhere(@TempDir Path folder) throws Exception {
        Path tokens = Files.writeString(folder.resolve("tokens.yaml"), "tokens: []");

        assertThat(ApiAccess.of(configuration(
                                Map.of("VMLOOM_HTTP_HOST", "0.0.0.0", "VMLOOM_AUTH_TOKENS_FILE", tokens.toString())))
                        .isOpen())
                .isFalse();
    }

    @Test
    void anIssuerNeedsAnAudienceAndKeys() {
        Map<String, String> variables = new HashMap<>(Map.of("VMLOOM_AUTH_ISSUER", "https://id.example"));

        refused(variables, "auth.audience");
        variables.put("VMLOOM_AUTH_AUDIENCE", "vmloom");
        refused(variables, "auth.keys-url");
        variables.put("VMLOOM_AUTH_KEYS_URL", "http://id.example/keys");
        refused(variables, "https");
        variables.put("VMLOOM_AUTH_KEYS_URL", "https://id.example/keys");
        assertThat(ApiAccess.of(configuration(variables)).isOpen()).isFalse();
    }

    @Test
    void aCertificateNeedsItsKey() {
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(
                        () -> ApiAccess.settings(configuration(Map.of("VMLOOM_HTTP_CERTIFICATE_FILE", "/tls/tls.crt"))))
                .withMessageContaining("http.key-file");
    }

    @Test
    void withoutPatienceNobodyCouldAskForAnything() {
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> ApiAccess.settings(configuration(Map.of("VMLOOM_HTTP_PATIENCE", "0s"))))
                .withMessageContaining("a patience of 0 ms");
    }

    private static void refused(Map<String, String> variables, String message) {
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> ApiAccess.of(configuration(variables)))
                .withMessageContaining(message);
    }

    private static Configuration configuration(Map<String, String> variables) {
        return Configuration.load(Optional.empty(), variables);
    }
}
