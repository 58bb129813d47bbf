package io.vmloom.cipher.luks;

/**
 * How a container is to be made. Its data are encrypted by {@code aes-xts-plain64} in sectors of 512 bytes, which every
 * program reads.
 */
public sealed interface LuksParameters {
    /** Of the disk's key, which is two keys of AES. */
    int keyBytes();

    /** Where the data begin, as cryptsetup has it. */
    default int payloadOffset() {
        return switch (this) {
            case Version1 _ -> 2 << 20;
            case Version2 _ -> 16 << 20;
        };
    }

    /**
     * @param hash sha256, or another that headers may have
     * @param iterations of PBKDF2
     */
    record Version1(int keyBytes, String hash, int iterations) implements LuksParameters {
        public Version1 {
            requireKey(keyBytes);
            if (Hash.named(hash).isEmpty() || iterations < 1) {
                throw new IllegalArgumentException(
                        "PBKDF2 by " + hash + " with " + iterations + " iterations can not be");
            }
        }
    }

    /** By Argon2id. */
    record Version2(int keyBytes) implements LuksParameters {
        public Version2 {
            requireKey(keyBytes);
        }
    }

    private static void requireKey(int bytes) {
        if (!NewLuks.SPEC.takesKeyOf(bytes)) {
            throw new IllegalArgumentException(NewLuks.SPEC + " can not have a key of " + bytes + " bytes");
        }
    }
}
