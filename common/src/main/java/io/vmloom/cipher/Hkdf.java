package io.vmloom.cipher;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * Many keys out of one: who knows some of them learns nothing of the others.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5869">RFC 5869</a>
 */
public final class Hkdf {
    private Hkdf() {}

    /**
     * By HKDF-SHA256.
     *
     * @param material not to be guessed, where the outcome is to be secret: this is quick
     * @param purpose tells one key from another
     * @param lengthBytes up to 8160
     */
    public static byte[] derive(byte[] material, String purpose, int lengthBytes) {
        try {
            HKDFParameterSpec parameters = HKDFParameterSpec.ofExtract()
                    .addIKM(material)
                    .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), lengthBytes);
            return KDF.getInstance("HKDF-SHA256").deriveData(parameters);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JVM has no HKDF", e);
        }
    }
}
