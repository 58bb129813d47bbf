package io.vmloom.cipher.luks;

import io.vmloom.cipher.Hkdf;
import io.vmloom.cipher.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * What other programs draw by lot. Secrets follow from the stretched passphrase, so that guessing it costs as much by way
 * of them as by a key slot. Not thread-safe.
 */
final class SeededKeys {
    static final int SALT_BYTES = 32;
    private static final int ROOT_BYTES = 64;

    private final LuksParameters parameters;
    private final Optional<Secret> passphrase;
    private final byte[] context;
    private byte[] root = {};

    /** @param seed tells one container from another */
    SeededKeys(LuksParameters parameters, Optional<Secret> passphrase, String seed) {
        this.parameters = parameters;
        this.passphrase = passphrase;
        this.context = ("vmloom luks 1\n" + parameters + '\n' + seed).getBytes(StandardCharsets.UTF_8);
    }

    Secret passphrase() {
        return passphrase.orElseThrow(() -> new IllegalStateException("the container was designed without a key"));
    }

    /** Known to everybody. */
    byte[] salt(String purpose) {
        return Hkdf.derive(context, "salt of " + purpose, SALT_BYTES);
    }

    /** Stretches the passphrase for one purpose. */
    Kdf kdf(String purpose) {
        return switch (parameters) {
            case LuksParameters.Version1 first -> NewLuks1.kdf(first, salt(purpose));
            case LuksParameters.Version2 _ -> NewLuks2.kdf(salt(purpose));
        };
    }

    String uuid() {
        return UUID.nameUUIDFromBytes(salt("uuid")).toString();
    }

    /** Takes a second or so when it is asked for first. */
    byte[] secret(String purpose, int lengthBytes) {
        if (root.length == 0) {
            root = kdf("root").derive(passphrase().bytes(), ROOT_BYTES);
        }
        return Hkdf.derive(root, purpose, lengthBytes);
    }
}
