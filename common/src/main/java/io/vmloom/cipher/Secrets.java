package io.vmloom.cipher;

import io.vmloom.error.RequestException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Fetches secrets from where they are; which places count is decided by whom the request comes from. Thread-safe. */
@FunctionalInterface
public interface Secrets {
    /** For requests of whoever started this process: files and variables. */
    Secrets OF_THIS_HOST = ref -> switch (ref) {
        case SecretRef.File(Path path) -> SecretFile.read(path, ref);
        case SecretRef.Variable(String name) ->
            Optional.ofNullable(System.getenv(name))
                    .map(text -> new Secret(text.getBytes(StandardCharsets.UTF_8)))
                    .orElseThrow(() -> new RequestException(ref + ": this variable is not set"));
        case SecretRef.Named named ->
            throw new RequestException(ref + ": only a coordinator with a directory of secrets knows it by name; give"
                    + " the key as a file or variable");
    };

    /** For requests from elsewhere: the files of one directory. */
    static Secrets in(Path directory) {
        return ref -> SecretFile.read(directory.resolve(SecretFile.checkedName(ref)), ref);
    }

    /** For requests from elsewhere where there is no such directory. */
    static Secrets none() {
        return ref -> {
            throw new RequestException(ref + ": this coordinator has no secrets; set secrets.directory"
                    + " (VMLOOM_SECRETS_DIRECTORY) to a directory with a file for each");
        };
    }

    /** Throws {@link RequestException} that names the reference, never the secret. */
    Secret read(SecretRef ref);

    /** The same as far as a tenant may use them. */
    default Secrets onBehalfOf(String tenant) {
        return this;
    }
}
