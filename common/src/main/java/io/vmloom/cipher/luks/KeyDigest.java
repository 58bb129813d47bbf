package io.vmloom.cipher.luks;

import java.security.MessageDigest;

/** Tells whether a key is the disk's. */
record KeyDigest(Kdf.Pbkdf2 kdf, byte[] digest) {
    boolean matches(byte[] key) {
        return MessageDigest.isEqual(digest, kdf.derive(key, digest.length));
    }
}
