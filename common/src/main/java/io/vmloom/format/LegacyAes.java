package io.vmloom.format;

import io.vmloom.cipher.CipherSpec;
import io.vmloom.cipher.DiskCipher;
import io.vmloom.cipher.Secret;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.EncryptedImage;
import io.vmloom.extent.MediaKey;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The encryption of qcow, and of qcow2 before LUKS: the passphrase itself is the key, and nothing tells whether it is the
 * right one.
 *
 * @see <a href="https://gitlab.com/qemu-project/qemu/-/blob/master/docs/interop/qcow2.rst">qcow2 specification,
 *     "crypt_method"</a>
 */
public final class LegacyAes {
    private static final CipherSpec SPEC = new CipherSpec(CipherSpec.Mode.CBC, CipherSpec.Numbering.PLAIN64);
    private static final int KEY_BYTES = 16;
    private static final Map<String, String> FACTS =
            Map.of("encryption", "AES, " + SPEC + ", 128-bit key; a wrong key is not noticed");

    private LegacyAes() {}

    public static DiskImage image(DiskImage stored, Optional<Secret> passphrase) {
        MediaKey key = passphrase
                .<MediaKey>map(secret -> new MediaKey.Known(cipher(secret), false))
                .orElseGet(MediaKey.Missing::new);
        return new EncryptedImage(stored, EncryptedImage.Positions.GUEST, DiskCipher.MIN_SECTOR_BYTES, key, FACTS);
    }

    /** What is missing of sixteen bytes is zero, and what is more does not count. */
    private static DiskCipher cipher(Secret passphrase) {
        return new DiskCipher(
                SPEC, DiskCipher.MIN_SECTOR_BYTES, 0, new Secret(Arrays.copyOf(passphrase.bytes(), KEY_BYTES)));
    }
}
