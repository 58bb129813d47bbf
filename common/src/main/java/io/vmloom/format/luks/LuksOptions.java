package io.vmloom.format.luks;

import io.vmloom.cipher.luks.LuksParameters;
import io.vmloom.format.TargetOptions;
import io.vmloom.table.TargetRequest;
import java.util.List;
import java.util.Set;

/** The {@code -o} options of a container, under qemu-img's and cryptsetup's names. */
final class LuksOptions {
    private static final String VERSION = "version";
    private static final String CIPHER = "cipher-alg";
    private static final String MODE = "cipher-mode";
    private static final String NUMBERING = "ivgen-alg";
    private static final String HASH = "hash-alg";
    private static final String ITERATIONS = "iterations";
    private static final String TIME = "iter-time";

    private static final Set<String> KNOWN = Set.of(VERSION, CIPHER, MODE, NUMBERING, HASH, ITERATIONS);

    /** About a second, and more than the 600,000 that OWASP asks for. */
    private static final int DEFAULT_ITERATIONS = 1_000_000;

    /** The least that cryptsetup makes. */
    private static final int LEAST_ITERATIONS = 1000;

    /** A third of what vmloom itself spends on a container. */
    private static final int MOST_ITERATIONS = 25_000_000;

    private LuksOptions() {}

    static LuksParameters of(TargetRequest request) {
        TargetOptions options = new TargetOptions(request, LuksFormat.NAME);
        if (options.has(TIME)) {
            throw options.wrong(TIME + " would measure this machine and make other bytes each time; say " + ITERATIONS
                    + "=NUMBER, or leave it out for " + DEFAULT_ITERATIONS);
        }
        options.requireKnown(KNOWN);
        choice(options, MODE, List.of("xts"));
        choice(options, NUMBERING, List.of("plain64"));
        int keyBytes = choice(options, CIPHER, List.of("aes-256", "aes-128")).equals("aes-256") ? 64 : 32;
        if (choice(options, VERSION, List.of("1", "2")).equals("2")) {
            if (options.has(HASH) || options.has(ITERATIONS)) {
                throw options.wrong(
                        HASH + " and " + ITERATIONS + " are for version=1; version 2 is made with Argon2id");
            }
            return new LuksParameters.Version2(keyBytes);
        }
        return new LuksParameters.Version1(
                keyBytes,
                choice(options, HASH, List.of("sha256", "sha512")),
                options.number(ITERATIONS, DEFAULT_ITERATIONS, LEAST_ITERATIONS, MOST_ITERATIONS));
    }

    /** The first value is meant where none is said. */
    private static String choice(TargetOptions options, String name, List<String> values) {
        String value = options.request().options().getOrDefault(name, values.getFirst());
        if (!values.contains(value)) {
            throw options.wrong(name + " must be " + String.join(" or ", values) + ", got: '" + value + "'");
        }
        return value;
    }
}
