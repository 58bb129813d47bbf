package io.vmloom.loadtest.micro;

import java.util.Locale;

/**
 * Loops of the JDK that a hot loop is divided by, so that the ratio hardly depends on the machine. Each has the same
 * bottleneck as what it measures: it uses the same instructions, or the same memory. Names are those of the methods of
 * {@link Yardsticks}, in capitals.
 */
enum Yardstick {
    /** The JDK's zlib, native code that branches on every few bits, for codecs. */
    INFLATE,
    /** The JDK's SHA-256, which has the processor's instructions where ours has them. */
    SHA256,
    /** A copy, as fast as memory is, for what only looks at bytes. */
    COPY,
    /** Java that reads entries and allocates a small object for each, for everything that works on tables and plans. */
    RECORDS;

    /** Its {@link Loop#name()}. */
    String loop() {
        return Yardsticks.class.getSimpleName() + "." + label();
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
