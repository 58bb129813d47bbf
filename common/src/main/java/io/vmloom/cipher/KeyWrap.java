package io.vmloom.cipher;

import io.vmloom.error.RequestException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals the keys of disks on their way from the coordinator to workers: AES-256-GCM, bound to what else is said of the cipher.
 * Thread-safe.
 */
public final class KeyWrap {
    /** A shorter file is no key. */
    public static final int MIN_BYTES = 32;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String PURPOSE = "vmloom task key 1";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Optional<SecretKey> key;

    private KeyWrap(Optional<SecretKey> key) {
        this.key = key;
    }

    /** For a coordinator with its workers in one process: a key that nobody else ever has. */
    public static KeyWrap ofThisProcess() {
        byte[] bytes = new byte[MIN_BYTES];
        RANDOM.nextBytes(bytes);
        return of(new Secret(bytes));
    }

    /** For processes that share a secret of at least {@link #MIN_BYTES}; throws {@link RequestException}. */
    public static KeyWrap of(Secret shared) {
        if (shared.length() < MIN_BYTES) {
            throw new RequestException("the key for tasks must have at least " + MIN_BYTES + " random bytes, got: "
                    + shared.length() + "; make one with 'head -c 32 /dev/urandom'");
        }
        return new KeyWrap(Optional.of(new SecretKeySpec(Hkdf.derive(shared.bytes(), PURPOSE, MIN_BYTES), "AES")));
    }

    /** Where no secret is shared: refuses to seal and to open. */
    public static KeyWrap absent() {
        return new KeyWrap(Optional.empty());
    }

    /** Throws {@link RequestException} when there is no key. */
    public SealedCipher seal(DiskCipher cipher) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] sealed = run(
                Cipher.ENCRYPT_MODE,
                nonce,
                context(cipher.spec(), cipher.sectorBytes(), cipher.firstNumber()),
                cipher.key().bytes());
        ByteBuffer whole = ByteBuffer.allocate(NONCE_BYTES + sealed.length);
        whole.put(nonce).put(sealed).flip();
        return new SealedCipher(cipher.spec(), cipher.sectorBytes(), cipher.firstNumber(), whole);
    }

    /** Throws {@link RequestException} when there is no key, or it is not the one that sealed. */
    public DiskCipher open(SealedCipher sealed) {
        ByteBuffer whole = sealed.sealedKey().duplicate();
        if (whole.remaining() < NONCE_BYTES) {
            throw foreign();
        }
        byte[] nonce = new byte[NONCE_BYTES];
        whole.get(nonce);
        byte[] rest = new byte[whole.remaining()];
        whole.get(rest);
        byte[] plain = run(
                Cipher.DECRYPT_MODE, nonce, context(sealed.spec(), sealed.sectorBytes(), sealed.firstNumber()), rest);
        return new DiskCipher(sealed.spec(), sealed.sectorBytes(), sealed.firstNumber(), new Secret(plain));
    }

    /** Tells one cipher and key from another, for those who have this key only. */
    public String fingerprint(DiskCipher cipher) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(required());
            mac.update(context(cipher.spec(), cipher.sectorBytes(), cipher.firstNumber()));
            return HexFormat.of().formatHex(mac.doFinal(cipher.key().bytes()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JVM has no HMAC", e);
        }
    }

    private SecretKey required() {
        return key.orElseThrow(() -> new RequestException(
                "an encrypted image needs a key that coordinator and workers share, by which the disk's key is sealed in"
                        + " tasks; set tasks.key-file (VMLOOM_TASKS_KEY_FILE) to the same 32 random bytes for all"));
    }

    private byte[] run(int mode, byte[] nonce, byte[] context, byte[] data) {
        SecretKey wrapping = required();
        try {
            Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
            gcm.init(mode, wrapping, new GCMParameterSpec(TAG_BITS, nonce));
            gcm.updateAAD(context);
            return gcm.doFinal(data);
        } catch (AEADBadTagException e) {
            throw foreign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JVM has no AES-GCM", e);
        }
    }

    private static RequestException foreign() {
        return new RequestException("the disk's key in a task was sealed with another key than this worker has; give"
                + " coordinator and workers the same file as tasks.key-file (VMLOOM_TASKS_KEY_FILE)");
    }

    private static byte[] context(CipherSpec spec, int sectorBytes, long firstNumber) {
        return (spec + " " + sectorBytes + " " + firstNumber).getBytes(StandardCharsets.US_ASCII);
    }
}
