package io.vmloom.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.testing.Seeded;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SectorCipherTest {
    /** IEEE 1619-2007, annex B, vector 4: a sector of 512 bytes, number 0. */
    @Test
    void xtsIsThatOfTheStandard() {
        Secret key = new Secret(
                HexFormat.of().parseHex("27182818284590452353602874713526" + "31415926535897932384626433832795"));
        byte[] plain = new byte[512];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = (byte) i;
        }
        byte[] encrypted = new byte[512];

        SectorCipher.of(new DiskCipher(named("aes-xts-plain64"), 512, 0, key)).encrypt(plain, 0, encrypted, 0, 512, 0);

        assertThat(HexFormat.of().formatHex(encrypted))
                .startsWith("27a7479befa1d476489f308cd4cfa6e2a96e4bbe3208ff25287dd3819616e89c");
    }

    @Seeded(20)
    void decryptionIsTheReverseOfEncryptionHoweverARunIsCut(SplittableRandom random) {
        for (CipherSpec.Mode mode : CipherSpec.Mode.values()) {
            for (CipherSpec.Numbering numbering : CipherSpec.Numbering.values()) {
                DiskCipher cipher = cipher(new CipherSpec(mode, numbering), random);
                int sector = cipher.sectorBytes();
                byte[] plain = new byte[sector * random.nextInt(1, 100)];
                random.nextBytes(plain);
                long position = random.nextLong(1L << 40) * sector;
                byte[] encrypted = new byte[plain.length];
                SectorCipher.of(cipher).encrypt(plain, 0, encrypted, 0, plain.length, position);

                byte[] decrypted = new byte[plain.length];
                SectorCipher decrypting = SectorCipher.of(cipher);
                for (int done = 0; done < plain.length; ) {
                    int length = sector * random.nextInt(1, (plain.length - done) / sector + 1);
                    decrypting.decrypt(encrypted, done, decrypted, done, length, position + done);
                    done += length;
                }

                assertThat(Arrays.mismatch(decrypted, plain))
                        .as(cipher.toString())
                        .isEqualTo(-1);
                assertThat(Arrays.equals(encrypted, plain)).isFalse();
            }
        }
    }

    @Seeded(10)
    void cbcIsThatOfTheJdkSectorBySector(SplittableRandom random) throws GeneralSecurityException {
        for (CipherSpec.Numbering numbering : CipherSpec.Numbering.values()) {
            DiskCipher cipher = cipher(new CipherSpec(CipherSpec.Mode.CBC, numbering), random);
            int sector = cipher.sectorBytes();
            byte[] encrypted = new byte[sector * 3];
            random.nextBytes(encrypted);
            long number = random.nextLong(1L << 36);

            byte[] decrypted = new byte[encrypted.length];
            SectorCipher.of(cipher)
                    .decrypt(encrypted, 0, decrypted, 0, encrypted.length, number * 512 / sector * sector);

            byte[] expected = new byte[encrypted.length];
            for (int i = 0; i < 3; i++) {
                long ofSector = number * 512 / sector * sector / 512 + (long) i * sector / 512 + cipher.firstNumber();
                Cipher jdk = Cipher.getInstance("AES/CBC/NoPadding");
                jdk.init(
                        Cipher.DECRYPT_MODE,
                        new SecretKeySpec(cipher.key().bytes(), "AES"),
                        new IvParameterSpec(first(cipher, ofSector)));
                jdk.doFinal(encrypted, i * sector, sector, expected, i * sector);
            }
            assertThat(Arrays.mismatch(decrypted, expected))
                    .as(cipher.toString())
                    .isEqualTo(-1);
        }
    }

    @Test
    void numbersOf32BitsBeginAgain() {
        Secret key = new Secret(new byte[16]);
        byte[] one = new byte[512];
        byte[] other = new byte[512];

        SectorCipher.of(new DiskCipher(named("aes-cbc-plain"), 512, 5, key)).encrypt(new byte[512], 0, one, 0, 512, 0);
        SectorCipher.of(new DiskCipher(named("aes-cbc-plain"), 512, 0, key))
                .encrypt(new byte[512], 0, other, 0, 512, ((1L << 32) + 5) * 512);

        assertThat(other).isEqualTo(one);
    }

    @Test
    void nothingPrintsAKey() {
        Secret key = new Secret("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

        assertThat(new DiskCipher(named("aes-cbc-plain64"), 512, 0, key))
                .asString()
                .contains("aes-cbc-plain64", "secret of 16 bytes")
                .doesNotContain("0123", "30313233");
        assertThatThrownBy(() -> new DiskCipher(named("aes-xts-plain64"), 512, 0, key))
                .hasMessageContaining("a key of 16 bytes can not be");
    }

    private static byte[] first(DiskCipher cipher, long number) throws GeneralSecurityException {
        byte[] block = new byte[16];
        int bytes = cipher.spec().numbering() == CipherSpec.Numbering.PLAIN ? 4 : 8;
        for (int i = 0; i < bytes; i++) {
            block[i] = (byte) (number >>> 8 * i);
        }
        if (cipher.spec().numbering() == CipherSpec.Numbering.ESSIV_SHA256) {
            Cipher jdk = Cipher.getInstance("AES/ECB/NoPadding");
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(cipher.key().bytes());
            jdk.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(hash, "AES"));
            return jdk.doFinal(block);
        }
        return block;
    }

    private static DiskCipher cipher(CipherSpec spec, SplittableRandom random) {
        byte[] key = new byte[random.nextBoolean() ? 32 : spec.mode() == CipherSpec.Mode.XTS ? 64 : 16];
        random.nextBytes(key);
        return new DiskCipher(spec, 512 << random.nextInt(4), random.nextLong(1L << 30), new Secret(key));
    }

    private static CipherSpec named(String name) {
        return CipherSpec.named(name).orElseThrow();
    }
}
