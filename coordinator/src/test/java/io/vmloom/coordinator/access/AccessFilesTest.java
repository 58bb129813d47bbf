package io.vmloom.coordinator.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmloom.error.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessFilesTest {
    private static final String SECRET = "a-secret-that-nobody-prints";

    @TempDir
    private Path folder;

    @Test
    void aFileMayBeJson() throws Exception {
        TokenFile tokens = new TokenFile(write("{\"tokens\": [{\"subject\": \"ann\", \"token\": \"" + SECRET
                + "\", \"roles\": {\"a\": \"admin\"}}]}"));

        assertThat(tokens.authenticate(SECRET)).contains(new Principal("ann", Map.of("a", AccessRole.ADMIN)));
        assertThat(tokens.authenticate(SECRET + "x")).isEmpty();
        assertThat(tokens.authenticate("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tokens: [{subject: ann, token: a-secret-that-nobody-prints}]",
                "tokens: [{token: a-secret-that-nobody-prints, roles: {}}]",
                "tokens: [{subject: ann, token: a-secret-that-nobody-prints, roles: {a: emperor}}]",
                "tokens: [{subject: ann, token: a-secret-that-nobody-prints, roles: a-secret-that-nobody-prints}]",
                "tokens: [{subject: ann, token: a-secret-that-nobody-prints, tokne: x, roles: {}}]",
                "tokens: [{subject: ann, token: [a-secret-that-nobody-prints], roles: {}}]",
                "tokens: [{subject: ann, token-sha256: a-secret-that-nobody-prints, roles: {}}]",
                "tokens: [{subject: \"a\\nb\", token: a-secret-that-nobody-prints, roles: {}}]",
                "tokens: [{subject: ann, token: secret, roles: {}}]",
                "tokens: [{subject: ann, roles: {}}]",
                "tokens: [{subject: ann, token: 'a-secret-that-nobody-prints",
                "a-secret-that-nobody-prints",
                "tokens:",
                ""
            })
    void aFileOfTokensThatIsWrongIsRefusedWithoutTellingASecret(String text) throws Exception {
        Path file = write(text);

        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> new TokenFile(file))
                .withMessageStartingWith(file.toString())
                .withMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tenants: {a: {sources: [images/a/]}}",
                "tenants: {a: {sources: [\"s3://images\"]}}",
                "tenants: {a: {targets: [\"s3://*/a/\"]}}",
                "tenants: {a: {secrets: [\"a*b\"]}}",
                "tenants: {\"a/b\": {}}",
                "tenants: {a: {}, a: {}}",
                "tenants: {a: {source: [\"s3://images/a/\"]}}",
                "tenants: {a: }",
                "tenants: [a]",
                ""
            })
    void aFileOfTenantsThatIsWrongIsRefused(String text) throws Exception {
        Path file = write(text);

        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> TenantsFile.read(file))
                .withMessageStartingWith(file.toString());
    }

    @Test
    void aFileThatIsMissingIsRefused() {
        assertThatExceptionOfType(RequestException.class).isThrownBy(() -> new TokenFile(folder.resolve("none")));
        assertThatExceptionOfType(RequestException.class).isThrownBy(() -> TenantsFile.read(folder.resolve("none")));
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("file.yaml"), text);
    }
}
