package io.vmloom.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.RequestException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    @TempDir
    Path folder;

    @Test
    void aFileIsTakenAsItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "pass\n");

        assertThat(Secrets.OF_THIS_HOST.read(new SecretRef.File(file)))
                .isEqualTo(new Secret("pass\n".getBytes(StandardCharsets.US_ASCII)));
        assertThat(Secrets.in(folder).read(new SecretRef.Named("key")).length()).isEqualTo(5);
    }

    @Test
    void whatIsMissingOrEmptyIsNamed() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty"));

        assertRefused(Secrets.OF_THIS_HOST, new SecretRef.File(empty), "1 to");
        assertRefused(Secrets.OF_THIS_HOST, new SecretRef.File(folder.resolve("none")), "there is no such file");
        assertRefused(Secrets.OF_THIS_HOST, new SecretRef.Variable("VMLOOM_NO_SUCH_VARIABLE"), "is not set");
        assertRefused(Secrets.none(), new SecretRef.Named("key"), "VMLOOM_SECRETS_DIRECTORY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../key", "/etc/passwd", ".hidden", "a/b", "", "a\0b"})
    void aNameFromElsewhereStaysInTheDirectory(String name) throws IOException {
        Files.writeString(folder.resolve("key"), "x");

        assertRefused(Secrets.in(folder.resolve("inner")), new SecretRef.Named(name), "directory of secrets");
    }

    @Test
    void filesAndVariablesOfThisHostAreNotForOthers() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "x");

        assertRefused(Secrets.in(folder), new SecretRef.File(file), "may only name a file of");
        assertRefused(Secrets.in(folder), new SecretRef.Variable("HOME"), "may only name a file of");
    }

    private static void assertRefused(Secrets secrets, SecretRef ref, String reason) {
        assertThatThrownBy(() -> secrets.read(ref))
                .isInstanceOf(RequestException.class)
                .hasMessageStartingWith(ref.toString())
                .hasMessageContaining(reason);
    }
}
