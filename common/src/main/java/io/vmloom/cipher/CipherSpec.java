package io.vmloom.cipher;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * AES over the sectors of a disk, as Linux names it: {@code aes-xts-plain64}.
 *
 * @see <a href="https://gitlab.com/cryptsetup/cryptsetup/-/wikis/DMCrypt">dm-crypt, "Mapping table"</a>
 */
public record CipherSpec(Mode mode, Numbering numbering) {
    /** How the blocks of a sector hang together. */
    public enum Mode {
        CBC("cbc", List.of(16, 24, 32)),
        /** Two keys of equal length in one. */
        XTS("xts", List.of(32, 64));

        private final String label;
        private final List<Integer> keyBytes;

        Mode(String label, List<Integer> keyBytes) {
            this.label = label;
            this.keyBytes = keyBytes;
        }
    }

    /** What a sector's number becomes before its first block. */
    public enum Numbering {
        /** 32 bits, little-endian; greater numbers begin again. */
        PLAIN("plain"),
        PLAIN64("plain64"),
        /** 64 bits, encrypted with the hash of the key. */
        ESSIV_SHA256("essiv:sha256");

        private final String label;

        Numbering(String label) {
            this.label = label;
        }
    }

    private static final String AES = "aes-";

    /** Every one that there is. */
    private static final List<CipherSpec> ALL = Arrays.stream(Mode.values())
            .flatMap(mode -> Arrays.stream(Numbering.values()).map(numbering -> new CipherSpec(mode, numbering)))
            .toList();

    /** The one of this name; empty when this version does not know it. */
    public static Optional<CipherSpec> named(String name) {
        return ALL.stream().filter(spec -> spec.toString().equals(name)).findFirst();
    }

    /** All names, for messages. */
    public static String known() {
        return ALL.stream().map(CipherSpec::toString).collect(Collectors.joining(", "));
    }

    /** Whether a key of so many bytes fits. */
    public boolean takesKeyOf(int bytes) {
        return mode.keyBytes.contains(bytes);
    }

    @Override
    public String toString() {
        return AES + mode.label + "-" + numbering.label;
    }
}
