package io.vmloom.format;

import io.vmloom.cipher.luks.LuksParameters;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The {@code -o} options of LUKS headers, under qemu-img's and cryptsetup's names.
 *
 * @param prefix of the names, such as {@code encrypt.}; may be empty
 */
public record LuksOptions(TargetOptions options, String prefix) {
    private static final String CIPHER = "cipher-alg";
    private static final String MODE = "cipher-mode";
    private static final String NUMBERING = "ivgen-alg";
    private static final String HASH = "hash-alg";
    private static final String ITERATIONS = "iterations";
    private static final String TIME = "iter-time";

    /** About a second, and more than the 600,000 that OWASP asks for. */
    private static final int DEFAULT_ITERATIONS = 1_000_000;

    /** The least that cryptsetup makes. */
    private static final int LEAST_ITERATIONS = 1000;

    /** A third of what vmloom itself spends on a container. */
    private static final int MOST_ITERATIONS = 25_000_000;

    /**
     * Refuses options that there are not, and values that are not written.
     *
     * @param others names of further options
     */
    public LuksOptions requireKnown(String... others) {
        if (options.has(prefix + TIME)) {
            throw options.wrong(prefix + TIME + " would measure this machine and make other bytes each time; say "
                    + prefix + ITERATIONS + "=NUMBER, or leave it out for " + DEFAULT_ITERATIONS);
        }
        Set<String> known = Stream.concat(
                        Stream.of(CIPHER, MODE, NUMBERING, HASH, ITERATIONS).map(name -> prefix + name),
                        Stream.of(others))
                .collect(Collectors.toSet());
        options.requireKnown(known);
        choice(MODE, "xts");
        choice(NUMBERING, "plain64");
        return this;
    }

    public LuksParameters.Version1 version1() {
        return new LuksParameters.Version1(
                keyBytes(),
                choice(HASH, "sha256", "sha512"),
                options.number(prefix + ITERATIONS, DEFAULT_ITERATIONS, LEAST_ITERATIONS, MOST_ITERATIONS));
    }

    public LuksParameters.Version2 version2() {
        if (options.has(prefix + HASH) || options.has(prefix + ITERATIONS)) {
            throw options.wrong(HASH + " and " + ITERATIONS + " are for version=1; version 2 is made with Argon2id");
        }
        return new LuksParameters.Version2(keyBytes());
    }

    /** The first value is meant where none is said. */
    public String choice(String name, String... values) {
        String value = options.request().options().getOrDefault(prefix + name, values[0]);
        if (!List.of(values).contains(value)) {
            throw options.wrong(prefix + name + " must be " + String.join(" or ", values) + ", got: '" + value + "'");
        }
        return value;
    }

    private int keyBytes() {
        return choice(CIPHER, "aes-256", "aes-128").equals("aes-256") ? 64 : 32;
    }
}
