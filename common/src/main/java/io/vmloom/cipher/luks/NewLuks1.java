package io.vmloom.cipher.luks;

import io.vmloom.cipher.DiskCipher;
import io.vmloom.unit.Alignment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Makes headers of version 1, as {@link Luks1} reads them. */
final class NewLuks1 {
    /** Key slots are aligned to this. */
    private static final int AREA_ALIGNMENT = 4096;

    private NewLuks1() {}

    static Kdf.Pbkdf2 kdf(LuksParameters.Version1 parameters, byte[] salt) {
        return new Kdf.Pbkdf2(hash(parameters), parameters.iterations(), salt);
    }

    static byte[] header(LuksParameters.Version1 parameters, NewLuks container) {
        Hash hash = hash(parameters);
        byte[] slot = container.slot(hash);
        ByteBuffer header = ByteBuffer.allocate(AREA_ALIGNMENT + slot.length);
        header.put(LuksHeader.MAGIC).putShort((short) 1);
        put(header, Luks1.CIPHER_AT, "aes");
        put(header, Luks1.MODE_AT, "xts-plain64");
        put(header, Luks1.HASH_AT, hash.label());
        header.putInt(Luks1.PAYLOAD_AT, sectors(parameters.payloadOffset()));
        header.putInt(Luks1.KEY_BYTES_AT, parameters.keyBytes());
        header.put(Luks1.DIGEST_AT, container.digest(hash, Luks1.DIGEST_BYTES));
        header.put(Luks1.DIGEST_SALT_AT, container.digestSalt());
        header.putInt(Luks1.DIGEST_ITERATIONS_AT, NewLuks.DIGEST_ITERATIONS);
        put(header, Luks1.UUID_AT, container.keys().uuid());
        int areaBytes = (int) Alignment.up(slot.length, AREA_ALIGNMENT);
        for (int number = 0; number < Luks1.SLOTS; number++) {
            header.position(Luks1.SLOTS_AT + number * Luks1.SLOT_BYTES);
            header.putInt(number == 0 ? Luks1.ENABLED : Luks1.DISABLED);
            header.putInt(number == 0 ? parameters.iterations() : 0);
            header.put(number == 0 ? container.slotSalt() : new byte[Luks1.SALT_BYTES]);
            header.putInt(sectors(AREA_ALIGNMENT + number * areaBytes)).putInt(AntiForensic.USUAL_STRIPES);
        }
        return header.put(AREA_ALIGNMENT, slot).array();
    }

    private static Hash hash(LuksParameters.Version1 parameters) {
        return Hash.named(parameters.hash()).orElseThrow();
    }

    private static int sectors(int bytes) {
        return bytes / DiskCipher.MIN_SECTOR_BYTES;
    }

    private static void put(ByteBuffer into, int at, String text) {
        into.put(at, text.getBytes(StandardCharsets.US_ASCII));
    }
}
