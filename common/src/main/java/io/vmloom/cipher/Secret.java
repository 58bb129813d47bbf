package io.vmloom.cipher;

import java.security.MessageDigest;
import java.util.Arrays;

/** A passphrase or key, which nothing prints. */
public final class Secret {
    private final byte[] bytes;

    /** @param bytes copied */
    public Secret(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** A copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    /** Some of its bytes. */
    Secret part(int offset, int length) {
        return new Secret(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "secret of " + bytes.length + " bytes";
    }
}
