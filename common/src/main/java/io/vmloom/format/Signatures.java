package io.vmloom.format;

import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** Magic numbers, by place. */
final class Signatures {
    private Signatures() {}

    /** These byte values at an offset of the head; characters stand for their ASCII code. */
    static Predicate<Probe> bytes(int offset, int... values) {
        byte[] expected = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            expected[i] = (byte) values[i];
        }
        return probe -> probe.headHas(offset, expected);
    }

    static Predicate<Probe> ascii(int offset, String text) {
        return probe -> probe.headHas(offset, text);
    }

    static boolean hasAppleTrailer(Probe probe) {
        return probe.tailHas(512, "koly");
    }

    /** The level is a digit, and the first block (or the end of an empty file) begins behind it. */
    static boolean isBzip2(Probe probe) {
        boolean level = probe.head().length > 3 && probe.head()[3] >= '1' && probe.head()[3] <= '9';
        boolean block = bytes(4, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59).test(probe);
        boolean end = bytes(4, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90).test(probe);
        return probe.headHas(0, "BZh") && level && (block || end);
    }

    static boolean isOvf(Probe probe) {
        String start = new String(probe.head(), 0, Math.min(probe.head().length, 4096), StandardCharsets.ISO_8859_1);
        return start.stripLeading().startsWith("<?xml") && start.contains("<Envelope")
                || start.stripLeading().startsWith("<Envelope");
    }
}
