package io.vmloom.cipher.luks;

import io.vmloom.cipher.CipherSpec;
import io.vmloom.error.ImageException;

/** The values that both versions have, checked. Places are offsets in the header, for messages. */
record Names(HeaderBytes place) {
    private static final String ADVICE = "open it with cryptsetup and give the plain disk";

    CipherSpec cipher(String name) {
        return CipherSpec.named(name)
                .orElseThrow(() -> place.unsupported(
                        "its cipher is '" + name + "', and these are read: " + CipherSpec.known(), ADVICE));
    }

    Hash hash(String name) {
        return Hash.named(name)
                .orElseThrow(() ->
                        place.unsupported("its hash is '" + name + "', and these are read: " + Hash.known(), ADVICE));
    }

    int keyBytes(long at, CipherSpec spec, long bytes) {
        if (bytes < 0 || bytes > Integer.MAX_VALUE || !spec.takesKeyOf((int) bytes)) {
            throw place.invalid(at, "the key of " + spec + " can not have " + bytes + " bytes");
        }
        return (int) bytes;
    }

    int stripes(long at, long stripes) {
        if (stripes < 1 || stripes > AntiForensic.MAX_STRIPES) {
            throw place.invalid(
                    at, "stripes of a key slot must be 1 to " + AntiForensic.MAX_STRIPES + ", got: " + stripes);
        }
        return (int) stripes;
    }

    long iterations(long at, long iterations) {
        if (iterations < 1 || iterations > 0xffff_ffffL) {
            throw place.invalid(at, "iterations must be 1 to 2^32 - 1, got: " + iterations);
        }
        return iterations;
    }

    /** Something that only cryptsetup handles. */
    ImageException beyond(String reason) {
        return place.unsupported(reason, ADVICE);
    }
}
