package io.vmloom.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.RequestException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeyWrapTest {
    private static final CipherSpec SPEC = new CipherSpec(CipherSpec.Mode.XTS, CipherSpec.Numbering.PLAIN64);
    private static final String KEY = "the key of this disk, 32 bytes..";
    private static final DiskCipher CIPHER =
            new DiskCipher(SPEC, 4096, 8, new Secret(KEY.getBytes(StandardCharsets.US_ASCII)));

    @Test
    void whoSharesTheSecretOpensWhatWasSealed() {
        SealedCipher sealed = KeyWrap.of(shared(1)).seal(CIPHER);

        assertThat(KeyWrap.of(shared(1)).open(sealed)).isEqualTo(CIPHER);
        assertThat(sealed.toString()).doesNotContain(KEY);
        byte[] bytes = new byte[sealed.sealedKey().remaining()];
        sealed.sealedKey().duplicate().get(bytes);
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain(KEY.substring(0, 8));
    }

    @Test
    void whoHasAnotherSecretLearnsNothing() {
        SealedCipher sealed = KeyWrap.of(shared(1)).seal(CIPHER);

        assertThatThrownBy(() -> KeyWrap.of(shared(2)).open(sealed))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("VMLOOM_TASKS_KEY_FILE");
        assertThatThrownBy(() -> KeyWrap.ofThisProcess().open(sealed)).isInstanceOf(RequestException.class);
    }

    @Test
    void aSealedKeyFitsItsOwnCipherOnly() {
        KeyWrap keys = KeyWrap.ofThisProcess();
        SealedCipher sealed = keys.seal(CIPHER);

        assertThatThrownBy(() -> keys.open(new SealedCipher(SPEC, 512, 8, sealed.sealedKey())))
                .isInstanceOf(RequestException.class);
        assertThatThrownBy(() -> keys.open(new SealedCipher(SPEC, 4096, 8, ByteBuffer.wrap(new byte[5]))))
                .isInstanceOf(RequestException.class);
    }

    @Test
    void withoutASharedSecretItIsSaidWhatToSet() {
        assertThatThrownBy(() -> KeyWrap.absent().seal(CIPHER))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("tasks.key-file (VMLOOM_TASKS_KEY_FILE)");
        assertThatThrownBy(() -> KeyWrap.of(new Secret(new byte[31])))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("at least 32 random bytes, got: 31");
    }

    @Test
    void aFingerprintTellsKeysApartAndSaysNothingToOthers() {
        DiskCipher other = new DiskCipher(SPEC, 4096, 8, new Secret(new byte[32]));
        KeyWrap keys = KeyWrap.of(shared(1));

        assertThat(keys.fingerprint(CIPHER))
                .isEqualTo(KeyWrap.of(shared(1)).fingerprint(CIPHER))
                .isNotEqualTo(keys.fingerprint(other))
                .isNotEqualTo(KeyWrap.of(shared(2)).fingerprint(CIPHER))
                .doesNotContain(HexFormat.of().formatHex(KEY.getBytes(StandardCharsets.US_ASCII)));
    }

    private static Secret shared(int number) {
        byte[] bytes = new byte[40];
        bytes[0] = (byte) number;
        return new Secret(bytes);
    }
}
