package io.vmloom.cipher.luks;

import io.vmloom.cipher.CipherSpec;
import io.vmloom.cipher.DiskCipher;
import io.vmloom.cipher.Secret;
import io.vmloom.cipher.SectorCipher;
import java.util.Optional;

/**
 * A container to be made, with one key slot. All of it follows from parameters, passphrase and seed, so that it can be made
 * any number of times. Not thread-safe.
 */
public final class NewLuks {
    static final CipherSpec SPEC = new CipherSpec(CipherSpec.Mode.XTS, CipherSpec.Numbering.PLAIN64);

    /** The least that cryptsetup takes: what is hashed is no passphrase but a key, which nobody guesses. */
    static final int DIGEST_ITERATIONS = 1000;

    private static final String SLOT = "slot 0";

    private final LuksParameters parameters;
    private final SeededKeys keys;

    /**
     * @param passphrase empty for a container that is only measured
     * @param seed tells one container from another
     */
    public NewLuks(LuksParameters parameters, Optional<Secret> passphrase, String seed) {
        this.parameters = parameters;
        this.keys = new SeededKeys(parameters, passphrase, seed);
    }

    /** Where the data begin, zeros behind the {@link #header()} included. */
    public int payloadOffset() {
        return parameters.payloadOffset();
    }

    /** Of the data, by positions from their begin on. Takes a second or so when it is asked for first. */
    public DiskCipher cipher() {
        return cipher(key());
    }

    /** The header with its key slot. Takes a second or so. */
    public byte[] header() {
        return switch (parameters) {
            case LuksParameters.Version1 first -> NewLuks1.header(first, this);
            case LuksParameters.Version2 second -> NewLuks2.header(second, this);
        };
    }

    SeededKeys keys() {
        return keys;
    }

    byte[] digestSalt() {
        return keys.salt("digest");
    }

    /** What tells whether a key is the disk's. */
    byte[] digest(Hash hash, int lengthBytes) {
        return new Kdf.Pbkdf2(hash, DIGEST_ITERATIONS, digestSalt()).derive(key(), lengthBytes);
    }

    byte[] slotSalt() {
        return keys.salt(SLOT);
    }

    /** The content of the key slot. */
    byte[] slot(Hash hash) {
        int keyBytes = parameters.keyBytes();
        AntiForensic stripes = new AntiForensic(hash, AntiForensic.USUAL_STRIPES);
        byte[] split = new byte[keyBytes * stripes.stripes()];
        for (int stripe = 0; stripe < stripes.stripes() - 1; stripe++) {
            System.arraycopy(keys.secret("stripe " + stripe, keyBytes), 0, split, stripe * keyBytes, keyBytes);
        }
        stripes.split(key(), split);
        byte[] slotKey = keys.kdf(SLOT).derive(keys.passphrase().bytes(), keyBytes);
        SectorCipher.of(cipher(slotKey)).encrypt(split, 0, split, 0, split.length, 0);
        return split;
    }

    private byte[] key() {
        return keys.secret("disk", parameters.keyBytes());
    }

    private static DiskCipher cipher(byte[] key) {
        return new DiskCipher(SPEC, DiskCipher.MIN_SECTOR_BYTES, 0, new Secret(key));
    }
}
