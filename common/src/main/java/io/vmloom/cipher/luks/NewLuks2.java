package io.vmloom.cipher.luks;

import io.vmloom.cipher.DiskCipher;
import io.vmloom.unit.Alignment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Makes headers of version 2, as {@link Luks2} reads them: two copies, then key slots. */
final class NewLuks2 {
    /** The least that there is, and what cryptsetup makes. */
    private static final int COPY_BYTES = 1 << Luks2Copy.MIN_BITS;

    private static final int SLOTS_AT = 2 * COPY_BYTES;
    private static final int AREA_ALIGNMENT = 4096;

    private static final Hash HASH = Hash.SHA256;

    /** The second choice of RFC 9106, section 4, whose memory any process has. */
    private static final int PASSES = 3;

    private static final int MEMORY_KIB = 64 << 10;
    private static final int LANES = 4;

    private NewLuks2() {}

    static Kdf.Argon2 kdf(byte[] salt) {
        return new Kdf.Argon2(Kdf.Argon2.Variant.ARGON2ID, PASSES, MEMORY_KIB, LANES, salt);
    }

    static byte[] header(LuksParameters.Version2 parameters, NewLuks container) {
        byte[] slot = container.slot(HASH);
        int areaBytes = (int) Alignment.up(slot.length, AREA_ALIGNMENT);
        String json = json(parameters, container, areaBytes);
        return ByteBuffer.allocate(SLOTS_AT + areaBytes)
                .put(copy(container.keys(), 0, LuksHeader.MAGIC, json))
                .put(copy(container.keys(), COPY_BYTES, Luks2Copy.SECOND_MAGIC, json))
                .put(slot)
                .array();
    }

    private static byte[] copy(SeededKeys keys, int at, byte[] magic, String json) {
        ByteBuffer copy = ByteBuffer.allocate(COPY_BYTES);
        copy.put(magic).putShort((short) Luks2Copy.VERSION).putLong(COPY_BYTES).putLong(1);
        put(copy, Luks2Copy.HASH_AT, HASH.label());
        copy.put(Luks2Copy.SALT_AT, keys.salt("copy at " + at));
        put(copy, Luks2Copy.UUID_AT, keys.uuid());
        copy.putLong(Luks2Copy.OFFSET_AT, at);
        put(copy, Luks2Copy.BINARY_BYTES, json);
        return copy.put(Luks2Copy.CHECKSUM_AT, HASH.digest().digest(copy.array()))
                .array();
    }

    private static String json(LuksParameters.Version2 parameters, NewLuks container, int areaBytes) {
        return """
                {"keyslots":{"0":{"type":"luks2","key_size":%1$d,"af":{"type":"luks1","stripes":%2$d,"hash":"%3$s"},\
                "area":{"type":"raw","offset":"%4$d","size":"%5$d","encryption":"%6$s","key_size":%1$d},\
                "kdf":{"type":"argon2id","time":%7$d,"memory":%8$d,"cpus":%9$d,"salt":"%10$s"}}},\
                "tokens":{},\
                "segments":{"0":{"type":"crypt","offset":"%11$d","size":"dynamic","iv_tweak":"0",\
                "encryption":"%6$s","sector_size":%12$d}},\
                "digests":{"0":{"type":"pbkdf2","keyslots":["0"],"segments":["0"],"hash":"%3$s","iterations":%13$d,\
                "salt":"%14$s","digest":"%15$s"}},\
                "config":{"json_size":"%16$d","keyslots_size":"%17$d"}}""".formatted(
                        parameters.keyBytes(),
                        AntiForensic.USUAL_STRIPES,
                        HASH.label(),
                        SLOTS_AT,
                        areaBytes,
                        NewLuks.SPEC,
                        PASSES,
                        MEMORY_KIB,
                        LANES,
                        base64(container.slotSalt()),
                        parameters.payloadOffset(),
                        DiskCipher.MIN_SECTOR_BYTES,
                        NewLuks.DIGEST_ITERATIONS,
                        base64(container.digestSalt()),
                        base64(container.digest(HASH, HASH.bytes())),
                        COPY_BYTES - Luks2Copy.BINARY_BYTES,
                        parameters.payloadOffset() - SLOTS_AT);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static void put(ByteBuffer into, int at, String text) {
        into.put(at, text.getBytes(StandardCharsets.US_ASCII));
    }
}
