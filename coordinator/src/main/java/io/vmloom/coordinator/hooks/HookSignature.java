package io.vmloom.coordinator.hooks;

import io.vmloom.cipher.Secret;
import io.vmloom.error.InternalException;
import io.vmloom.error.RequestException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * By which a receiver knows who sent a message.
 *
 * @see <a href="https://www.standardwebhooks.com">Standard Webhooks</a>
 */
final class HookSignature {
    private static final String ENCODED = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";

    private HookSignature() {}

    /** What stands in {@code webhook-signature}; {@link RequestException} for a secret that is none. */
    static String of(Secret secret, String id, Instant at, String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key(secret), ALGORITHM));
            String signed = id + "." + at.getEpochSecond() + "." + body;
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new InternalException("this Java runtime has no " + ALGORITHM, e);
        }
    }

    /** As receivers' libraries have it, or plain; a line break at its end is none of it. */
    private static byte[] key(Secret secret) {
        String text = new String(secret.bytes(), StandardCharsets.ISO_8859_1).replaceFirst("\\R+$", "");
        if (text.isEmpty()) {
            throw new RequestException("the secret of a webhook is empty");
        }
        if (!text.startsWith(ENCODED)) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
        try {
            return Base64.getDecoder().decode(text.substring(ENCODED.length()));
        } catch (IllegalArgumentException e) {
            throw new RequestException("the secret of a webhook begins with " + ENCODED + " and is no Base64");
        }
    }
}
