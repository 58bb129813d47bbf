package io.vmloom.cipher.luks;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** How a passphrase becomes a key, slowly. */
sealed interface Kdf {
    /** Costs what it says; {@link KdfLimits} decides whether it may. */
    byte[] derive(byte[] passphrase, int lengthBytes);

    /**
     * @param iterations at least 1
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8018#section-5.2">RFC 8018, section 5.2</a>
     */
    record Pbkdf2(Hash hash, long iterations, byte[] salt) implements Kdf {
        /** The JDK's own takes only passphrases that are text. */
        @Override
        public byte[] derive(byte[] passphrase, int lengthBytes) {
            byte[] key = new byte[lengthBytes];
            byte[] sum = new byte[hash.bytes()];
            byte[] block = new byte[hash.bytes()];
            try {
                Mac mac = Mac.getInstance(hash.hmac());
                mac.init(new SecretKeySpec(passphrase, hash.hmac()));
                for (int done = 0, number = 1; done < lengthBytes; done += sum.length, number++) {
                    mac.update(salt);
                    mac.update(new byte[] {
                        (byte) (number >>> 24), (byte) (number >>> 16), (byte) (number >>> 8), (byte) number
                    });
                    mac.doFinal(block, 0);
                    System.arraycopy(block, 0, sum, 0, sum.length);
                    for (long i = 1; i < iterations; i++) {
                        mac.update(block);
                        mac.doFinal(block, 0);
                        for (int b = 0; b < sum.length; b++) {
                            sum[b] ^= block[b];
                        }
                    }
                    System.arraycopy(sum, 0, key, done, Math.min(sum.length, lengthBytes - done));
                }
                return key;
            } catch (ShortBufferException e) {
                throw new IllegalStateException(e);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the JVM has no " + hash.hmac(), e);
            }
        }

        @Override
        public String toString() {
            return "pbkdf2-" + hash.label() + ", " + iterations + " iterations";
        }

        /** What it costs to make a key of this length. */
        long rounds(int lengthBytes) {
            return Math.multiplyExact(iterations, (long) Math.ceilDiv(lengthBytes, hash.bytes()));
        }
    }

    /** @see <a href="https://www.rfc-editor.org/rfc/rfc9106">RFC 9106</a> */
    record Argon2(Variant variant, int passes, int memoryKib, int lanes, byte[] salt) implements Kdf {
        /** What LUKS2 names. */
        enum Variant {
            ARGON2I("argon2i", Argon2Parameters.ARGON2_i),
            ARGON2ID("argon2id", Argon2Parameters.ARGON2_id);

            private final String label;
            private final int number;

            Variant(String label, int number) {
                this.label = label;
                this.number = number;
            }

            static Optional<Variant> named(String label) {
                return Arrays.stream(values())
                        .filter(variant -> variant.label.equals(label))
                        .findFirst();
            }
        }

        @Override
        public byte[] derive(byte[] passphrase, int lengthBytes) {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(variant.number)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withIterations(passes)
                    .withMemoryAsKB(memoryKib)
                    .withParallelism(lanes)
                    .withSalt(salt)
                    .build());
            byte[] key = new byte[lengthBytes];
            generator.generateBytes(passphrase, key);
            return key;
        }

        @Override
        public String toString() {
            return variant.label + ", " + passes + " passes over " + memoryKib + " KiB";
        }
    }
}
