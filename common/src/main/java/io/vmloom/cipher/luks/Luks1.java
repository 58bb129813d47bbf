package io.vmloom.cipher.luks;

import io.vmloom.cipher.CipherSpec;
import io.vmloom.cipher.DiskCipher;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads headers of version 1.
 *
 * @see <a href="https://gitlab.com/cryptsetup/cryptsetup/-/wikis/LUKS-standard/on-disk-format.pdf">LUKS1 On-Disk Format,
 *     version 1.2.3, figures 1 and 2</a>
 */
final class Luks1 {
    static final int BYTES = 592;

    static final int CIPHER_AT = 8;
    static final int MODE_AT = 40;
    static final int HASH_AT = 72;
    static final int PAYLOAD_AT = 104;
    static final int KEY_BYTES_AT = 108;
    static final int DIGEST_AT = 112;
    static final int DIGEST_BYTES = 20;
    static final int DIGEST_SALT_AT = 132;
    static final int DIGEST_ITERATIONS_AT = 164;
    static final int UUID_AT = 168;
    private static final int UUID_BYTES = 40;
    private static final int NAME_BYTES = 32;
    static final int SALT_BYTES = 32;
    static final int SLOTS_AT = 208;
    static final int SLOT_BYTES = 48;
    static final int SLOTS = 8;
    static final int ENABLED = 0x00ac71f3;
    static final int DISABLED = 0x0000dead;
    private static final int SECTOR_BYTES = DiskCipher.MIN_SECTOR_BYTES;

    private final HeaderBytes place;
    private final ByteBuffer header;
    private final Names names;

    private Luks1(HeaderBytes place) {
        this.place = place;
        this.header = place.read(0, BYTES, "the header");
        this.names = new Names(place);
    }

    static LuksHeader read(HeaderBytes place) {
        return new Luks1(place).header();
    }

    private LuksHeader header() {
        Hash hash = names.hash(HeaderBytes.text(header, HASH_AT, NAME_BYTES));
        CipherSpec spec = names.cipher(
                HeaderBytes.text(header, CIPHER_AT, NAME_BYTES) + "-" + HeaderBytes.text(header, MODE_AT, NAME_BYTES));
        int keyBytes = names.keyBytes(KEY_BYTES_AT, spec, u32(KEY_BYTES_AT));
        byte[] digest = bytes(DIGEST_AT, DIGEST_BYTES);
        Payload payload =
                new Payload(spec, SECTOR_BYTES, 0, keyBytes, u32(PAYLOAD_AT) * SECTOR_BYTES, OptionalLong.empty());
        return new LuksHeader(
                place,
                1,
                BYTES,
                HeaderBytes.text(header, UUID_AT, UUID_BYTES),
                payload,
                slots(hash, spec, keyBytes),
                new KeyDigest(kdf(hash, DIGEST_ITERATIONS_AT, DIGEST_SALT_AT), digest));
    }

    private List<KeySlot> slots(Hash hash, CipherSpec spec, int keyBytes) {
        List<KeySlot> slots = new ArrayList<>();
        for (int number = 0; number < SLOTS; number++) {
            int at = SLOTS_AT + number * SLOT_BYTES;
            int active = header.getInt(at);
            if (active != ENABLED && active != DISABLED) {
                throw place.invalid(
                        at,
                        "key slot " + number + " must be enabled (0xac71f3) or disabled (0xdead), got: 0x"
                                + Integer.toHexString(active));
            }
            if (active == ENABLED) {
                int stripesAt = at + 44;
                slots.add(new KeySlot(
                        Integer.toString(number),
                        keyBytes,
                        kdf(hash, at + 4, at + 8),
                        new AntiForensic(hash, names.stripes(stripesAt, u32(stripesAt))),
                        spec,
                        keyBytes,
                        u32(at + 40) * SECTOR_BYTES));
            }
        }
        return slots;
    }

    private Kdf.Pbkdf2 kdf(Hash hash, int iterationsAt, int saltAt) {
        return new Kdf.Pbkdf2(hash, names.iterations(iterationsAt, u32(iterationsAt)), bytes(saltAt, SALT_BYTES));
    }

    private long u32(int at) {
        return Integer.toUnsignedLong(header.getInt(at));
    }

    private byte[] bytes(int at, int length) {
        byte[] bytes = new byte[length];
        header.get(at, bytes);
        return bytes;
    }
}
