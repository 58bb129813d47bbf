package io.vmloom.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseSkipperTest {
    private static final int UNIT_BYTES = 64 << 10;

    private final Compressor deflate = Codecs.compressor(new Compression(Codec.DEFLATE, 4));
    private final SplittableRandom random = new SplittableRandom(1);
    private final byte[] target = new byte[2 * UNIT_BYTES];

    @Test
    void noiseIsNotTriedWhereItHasToShrink() {
        byte[] noise = new byte[UNIT_BYTES];
        random.nextBytes(noise);

        assertThat(deflate.compress(noise, 0, UNIT_BYTES, target, 0, UNIT_BYTES - 1))
                .isEqualTo(Compressor.DOES_NOT_FIT);
    }

    @Test
    void noiseIsStoredWhereThereIsRoom() throws CodecException {
        byte[] noise = new byte[UNIT_BYTES];
        random.nextBytes(noise);
        int length = new NoiseSkipper(neverAsked(), Codecs.compressor(new Compression(Codec.DEFLATE, 0)))
                .compress(noise, 0, UNIT_BYTES, target, 0, target.length);

        assertThat(length).isBetween(UNIT_BYTES, UNIT_BYTES + 20);
        byte[] expanded = new byte[UNIT_BYTES];
        Codecs.decompressor(Codec.DEFLATE).decompress(target, 0, length, expanded, 0, UNIT_BYTES);
        assertThat(expanded).isEqualTo(noise);
    }

    @Test
    void tooLittleToTellIsCompressed() {
        byte[] eachValueTwice = new byte[512];
        for (int i = 0; i < eachValueTwice.length; i++) {
            eachValueTwice[i] = (byte) i;
        }

        assertThat(deflate.compress(eachValueTwice, 0, eachValueTwice.length, target, 0, target.length))
                .isLessThan(300);
    }

    @Test
    void whatIsEncryptedIsNoise() throws GeneralSecurityException {
        byte[] encrypted = encrypted(new byte[UNIT_BYTES]);

        assertThat(new NoiseSkipper(neverAsked(), neverAsked())
                        .compress(encrypted, 0, UNIT_BYTES, target, 0, UNIT_BYTES - 1))
                .isEqualTo(Compressor.DOES_NOT_FIT);
    }

    @Test
    void whatShrinksByAFewPercentIsCompressed() {
        byte[] mostlyNoise = new byte[UNIT_BYTES];
        random.nextBytes(mostlyNoise);
        Arrays.fill(mostlyNoise, UNIT_BYTES / 20 * 19, UNIT_BYTES, (byte) 'x');

        assertThat(deflate.compress(mostlyNoise, 0, UNIT_BYTES, target, 0, UNIT_BYTES - 1))
                .isBetween(UNIT_BYTES / 20 * 18, UNIT_BYTES / 20 * 19 + 500);
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4 << 10, 16 << 10})
    void noiseThatRepeatsItselfIsCompressed(int blockBytes) {
        byte[] block = new byte[blockBytes];
        random.nextBytes(block);
        byte[] repeated = new byte[UNIT_BYTES];
        for (int i = 0; i < UNIT_BYTES; i += block.length) {
            System.arraycopy(block, 0, repeated, i, block.length);
        }

        assertThat(deflate.compress(repeated, 0, UNIT_BYTES, target, 0, UNIT_BYTES - 1))
                .isBetween(blockBytes, blockBytes + UNIT_BYTES / 16);
    }

    private static Compressor neverAsked() {
        return new Compressor() {
            @Override
            public int compress(byte[] source, int offset, int length, byte[] into, int intoOffset, int maxLength) {
                throw new AssertionError("was asked");
            }

            @Override
            public String fingerprint() {
                return "none";
            }

            @Override
            public void close() {}
        };
    }

    private static byte[] encrypted(byte[] plain) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[16], "AES"), new IvParameterSpec(new byte[16]));
        return cipher.doFinal(plain);
    }
}
