package io.vmloom.cipher.luks;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Hashes that headers name. */
enum Hash {
    SHA1("SHA-1", "HmacSHA1", 20),
    SHA224("SHA-224", "HmacSHA224", 28),
    SHA256("SHA-256", "HmacSHA256", 32),
    SHA384("SHA-384", "HmacSHA384", 48),
    SHA512("SHA-512", "HmacSHA512", 64);

    private final String algorithm;
    private final String hmac;
    private final int bytes;

    Hash(String algorithm, String hmac, int bytes) {
        this.algorithm = algorithm;
        this.hmac = hmac;
        this.bytes = bytes;
    }

    static Optional<Hash> named(String name) {
        return Arrays.stream(values()).filter(hash -> hash.label().equals(name)).findFirst();
    }

    static String known() {
        return Arrays.stream(values()).map(Hash::label).collect(Collectors.joining(", "));
    }

    /** As headers have it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    int bytes() {
        return bytes;
    }

    /** The JDK's name of the HMAC with this hash. */
    String hmac() {
        return hmac;
    }

    MessageDigest digest() {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JVM has no " + algorithm, e);
        }
    }
}
