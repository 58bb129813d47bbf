package io.vmloom.format.luks;

import io.vmloom.cipher.CipherSpec;
import io.vmloom.cipher.DiskCipher;
import io.vmloom.cipher.Secret;
import io.vmloom.cipher.SectorCipher;
import io.vmloom.testing.TestSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.function.UnaryOperator;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Containers made by hand, small and cheap, so that their fields can be spoilt: four stripes, a few iterations. */
final class LuksFixture {
    static final String PASSPHRASE = "open sesame";
    static final int PAYLOAD = 48 << 10;
    static final int HEADER_BYTES = 16 << 10;
    static final int SLOT = 2 * HEADER_BYTES;
    private static final CipherSpec SPEC = new CipherSpec(CipherSpec.Mode.XTS, CipherSpec.Numbering.PLAIN64);
    private static final int KEY_BYTES = 64;
    private static final int STRIPES = 4;
    private static final int ITERATIONS = 1000;
    private static final byte[] SALT = "01234567890123456789012345678901".getBytes(StandardCharsets.US_ASCII);

    final byte[] file;
    private final byte[] key = new byte[KEY_BYTES];

    private LuksFixture(byte[] guest, int sectorBytes, long firstNumber) {
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (i * 7 % 126 + 1); // characters of ASCII, for the JDK's PBKDF2
        }
        file = new byte[PAYLOAD + guest.length];
        SectorCipher.of(new DiskCipher(SPEC, sectorBytes, firstNumber, new Secret(key)))
                .encrypt(guest, 0, file, PAYLOAD, guest.length, 0);
    }

    static LuksFixture version1(byte[] guest) {
        LuksFixture fixture = new LuksFixture(guest, 512, 0);
        ByteBuffer header = fixture.header();
        header.putShort(6, (short) 1);
        put(header, 8, "aes");
        put(header, 40, "xts-plain64");
        put(header, 72, "sha256");
        header.putInt(104, PAYLOAD / 512).putInt(108, KEY_BYTES);
        header.put(112, pbkdf2(fixture.key, 20)).put(132, SALT).putInt(164, ITERATIONS);
        put(header, 168, "00000000-0000-4000-8000-000000000001");
        for (int slot = 0; slot < 8; slot++) {
            header.putInt(208 + 48 * slot, 0xdead);
        }
        header.putInt(208 + 48, 0xac71f3).putInt(212 + 48, ITERATIONS).put(216 + 48, SALT);
        header.putInt(248 + 48, SLOT / 512).putInt(252 + 48, STRIPES);
        fixture.store(pbkdf2(PASSPHRASE.getBytes(StandardCharsets.US_ASCII), KEY_BYTES));
        return fixture;
    }

    /** @param change of the JSON */
    static LuksFixture version2(byte[] guest, int sectorBytes, UnaryOperator<String> change) {
        LuksFixture fixture = new LuksFixture(guest, sectorBytes, 8);
        fixture.store(argon2(PASSPHRASE.getBytes(StandardCharsets.US_ASCII)));
        String json = change.apply(fixture.json(sectorBytes));
        fixture.writeCopy(0, 3, json);
        fixture.writeCopy(HEADER_BYTES, 3, json);
        return fixture;
    }

    static LuksFixture version2(byte[] guest) {
        return version2(guest, 4096, UnaryOperator.identity());
    }

    TestSource source() {
        return TestSource.of("disk.luks", file);
    }

    ByteBuffer header() {
        file[0] = 'L';
        file[1] = 'U';
        file[2] = 'K';
        file[3] = 'S';
        file[4] = (byte) 0xba;
        file[5] = (byte) 0xbe;
        return ByteBuffer.wrap(file);
    }

    String json(int sectorBytes) {
        String salt = Base64.getEncoder().encodeToString(SALT);
        return """
                {"keyslots":{"0":{"type":"luks2","key_size":64,"af":{"type":"luks1","stripes":4,"hash":"sha256"},
                "area":{"type":"raw","offset":"%d","size":"4096","encryption":"aes-xts-plain64","key_size":64},
                "kdf":{"type":"argon2id","time":1,"memory":64,"cpus":2,"salt":"%s"}}},
                "segments":{"0":{"type":"crypt","offset":"%d","size":"dynamic","iv_tweak":"8",
                "encryption":"aes-xts-plain64","sector_size":%d}},
                "digests":{"0":{"type":"pbkdf2","keyslots":["0"],"segments":["0"],"hash":"sha256","iterations":%d,
                "salt":"%s","digest":"%s"}},
                "config":{"json_size":"12288","keyslots_size":"16384"}}""".formatted(
                        SLOT,
                        salt,
                        PAYLOAD,
                        sectorBytes,
                        ITERATIONS,
                        salt,
                        Base64.getEncoder().encodeToString(pbkdf2(key, 32)));
    }

    /** A copy of the header with the right checksum. */
    void writeCopy(int at, long sequence, String json) {
        byte[] bytes = new byte[HEADER_BYTES];
        ByteBuffer copy = ByteBuffer.wrap(bytes);
        copy.put(at == 0 ? new byte[] {'L', 'U', 'K', 'S'} : new byte[] {'S', 'K', 'U', 'L'})
                .put((byte) 0xba)
                .put((byte) 0xbe)
                .putShort((short) 2)
                .putLong(HEADER_BYTES)
                .putLong(sequence);
        put(copy, 72, "sha256");
        put(copy, 168, "00000000-0000-4000-8000-000000000002");
        copy.putLong(256, at);
        put(copy, 4096, json);
        copy.put(448, sha256(bytes));
        System.arraycopy(bytes, 0, file, at, bytes.length);
    }

    /** Splits the key and stores it under the one that the passphrase gives. */
    private void store(byte[] slotKey) {
        byte[] split = new byte[512];
        byte[] sum = new byte[KEY_BYTES];
        for (int stripe = 0; stripe < STRIPES - 1; stripe++) {
            for (int i = 0; i < KEY_BYTES; i++) {
                split[stripe * KEY_BYTES + i] = (byte) (stripe * 31 + i);
                sum[i] ^= split[stripe * KEY_BYTES + i];
            }
            for (int part = 0; part < 2; part++) {
                byte[] piece = ByteBuffer.allocate(36)
                        .putInt(part)
                        .put(sum, part * 32, 32)
                        .array();
                System.arraycopy(sha256(piece), 0, sum, part * 32, 32);
            }
        }
        for (int i = 0; i < KEY_BYTES; i++) {
            split[(STRIPES - 1) * KEY_BYTES + i] = (byte) (sum[i] ^ key[i]);
        }
        SectorCipher.of(new DiskCipher(SPEC, 512, 0, new Secret(slotKey))).encrypt(split, 0, file, SLOT, 512, 0);
    }

    private static byte[] pbkdf2(byte[] password, int length) {
        try {
            char[] characters = new String(password, StandardCharsets.ISO_8859_1).toCharArray();
            PBEKeySpec spec = new PBEKeySpec(characters, SALT, ITERATIONS, length * 8);
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] argon2(byte[] password) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withIterations(1)
                .withMemoryAsKB(64)
                .withParallelism(2)
                .withSalt(SALT)
                .build());
        byte[] derived = new byte[KEY_BYTES];
        generator.generateBytes(password, derived);
        return derived;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static void put(ByteBuffer into, int at, String text) {
        into.put(at, text.getBytes(StandardCharsets.US_ASCII));
    }
}
