package io.vmloom.coordinator.manifest;

import io.vmloom.cipher.SecretRef;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the key of an encrypted image is; the manifest never holds the key itself. */
final class KeyReader {
    private KeyReader() {}

    /** @param base what a file is relative to; empty for a manifest from another host, which may only name a secret */
    static SecretRef read(Fields key, Optional<Path> base) {
        Optional<SecretRef> file = key.decisive("file", text -> {
            Path local = base.orElseThrow(() -> fromElsewhere(key));
            return new SecretRef.File(Base.file(local, text));
        });
        Optional<SecretRef> variable = key.text("env").map(name -> {
            if (base.isEmpty()) {
                throw fromElsewhere(key);
            }
            return new SecretRef.Variable(name);
        });
        Optional<SecretRef> named = key.text("secret").map(SecretRef.Named::new);
        key.end();
        List<SecretRef> given =
                Stream.of(file, variable, named).flatMap(Optional::stream).toList();
        if (given.size() != 1) {
            throw key.position().refuse("a key must be one of {file: PATH}, {env: NAME} and {secret: NAME}");
        }
        return given.getFirst();
    }

    private static RuntimeException fromElsewhere(Fields key) {
        return key.position()
                .refuse("files and variables of the coordinator's host can not be named from elsewhere; use {secret:"
                        + " NAME}, a file of its directory of secrets");
    }
}
