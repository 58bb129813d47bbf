package io.vmloom.cipher.luks;

import io.vmloom.error.ImageException;
import io.vmloom.unit.ByteSize;

/**
 * What the derivation of a key may cost, whatever a header asks for; all slots that are tried count together.
 *
 * @param memoryBytes of one derivation
 * @param pbkdf2Rounds HMACs
 * @param argon2Bytes memory times passes
 */
public record KdfLimits(long memoryBytes, long pbkdf2Rounds, long argon2Bytes) {
    /** The memory that cryptsetup takes at the most by itself, and about a minute or two of work. */
    public static final KdfLimits DEFAULT = new KdfLimits(ByteSize.GIB, 150_000_000, 48 * ByteSize.GIB);

    public KdfLimits {
        if (memoryBytes < 1 || pbkdf2Rounds < 1 || argon2Bytes < 1) {
            throw new IllegalArgumentException("caps of a key's derivation must be at least 1");
        }
    }

    /** Counts down what was spent. Not thread-safe. */
    static final class Budget {
        private final KdfLimits limits;
        private final String file;
        private long rounds;
        private long bytes;

        Budget(KdfLimits limits, String file) {
            this.limits = limits;
            this.file = file;
        }

        /** Throws {@link ImageException} when a derivation is not to be begun. */
        void spend(String what, Kdf kdf, int lengthBytes) {
            switch (kdf) {
                case Kdf.Pbkdf2 pbkdf2 -> {
                    rounds = Math.addExact(rounds, pbkdf2.rounds(lengthBytes));
                    if (rounds > limits.pbkdf2Rounds) {
                        throw tooDear(what, kdf, limits.pbkdf2Rounds + " rounds", "maxKeyRounds (--max-key-rounds)");
                    }
                }
                case Kdf.Argon2 argon2 -> {
                    long memory = argon2.memoryKib() * ByteSize.KIB;
                    bytes = Math.addExact(bytes, Math.multiplyExact(memory, argon2.passes()));
                    if (memory > limits.memoryBytes) {
                        throw tooDear(
                                what,
                                kdf,
                                ByteSize.format(limits.memoryBytes) + " of memory",
                                "maxKeyMemory (--max-key-memory)");
                    }
                    if (bytes > limits.argon2Bytes) {
                        throw tooDear(
                                what,
                                kdf,
                                ByteSize.format(limits.argon2Bytes) + " written",
                                "maxKeyWork (--max-key-work)");
                    }
                    requireHeap(what, memory);
                }
            }
        }

        private void requireHeap(String what, long memory) {
            // Each block is an object of its own, and something is left for others.
            long needed = memory + memory / 8;
            if (needed > freeHeap()) {
                // What nobody holds any more counts as taken until it is collected.
                System.gc();
                if (needed > freeHeap()) {
                    throw heapTooSmall(what, memory);
                }
            }
        }

        private static long freeHeap() {
            Runtime runtime = Runtime.getRuntime();
            return runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
        }

        ImageException heapTooSmall(String what, long memory) {
            return ImageException.unsupported(
                    file,
                    what + " needs " + ByteSize.format(memory) + " of memory at once, and this process has not so much",
                    "give it more heap (VMLOOM_JAVA_OPTS=-Xmx3g)");
        }

        private ImageException tooDear(String what, Kdf kdf, String cap, String option) {
            return ImageException.unsafe(
                    file,
                    what + " asks for " + kdf + ", and all that are tried may cost " + cap,
                    "raise " + option
                            + " where the image is trusted, or add a key slot with cheaper parameters (cryptsetup"
                            + " luksAddKey) and remove those that are not yours");
        }
    }
}
