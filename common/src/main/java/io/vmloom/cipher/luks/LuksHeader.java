package io.vmloom.cipher.luks;

import io.vmloom.cipher.DiskCipher;
import io.vmloom.cipher.Secret;
import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A header of either version, found readable.
 *
 * @param place where it stands
 * @param headerBytes what the header occupies, its copy included and key slots not
 * @param slots that are in use, in the order in which they are tried
 */
public record LuksHeader(
        HeaderBytes place,
        int version,
        long headerBytes,
        String uuid,
        Payload payload,
        List<KeySlot> slots,
        KeyDigest digest) {
    /** {@code LUKS\xba\xbe}, as both versions begin. */
    static final byte[] MAGIC = {'L', 'U', 'K', 'S', (byte) 0xba, (byte) 0xbe};

    private static final int VERSION_AT = 6;

    public LuksHeader {
        slots = List.copyOf(slots);
    }

    /**
     * Reads the header that begins at an offset.
     *
     * @param lengthBytes what belongs to it, key slots included; inside the file
     * @throws ImageException when it is damaged, or asks for what is not read
     */
    public static LuksHeader read(ByteSource source, long offset, long lengthBytes) {
        HeaderBytes place = new HeaderBytes(source, offset, lengthBytes);
        ByteBuffer start = place.read(0, VERSION_AT + Short.BYTES, "the header");
        byte[] magic = new byte[MAGIC.length];
        start.get(0, magic);
        int version = start.getShort(VERSION_AT);
        if (!Arrays.equals(magic, MAGIC)) {
            throw place.invalid(0, "no magic number of a header");
        }
        return switch (version) {
            case 1 -> Luks1.read(place);
            case 2 -> Luks2.read(place);
            default ->
                throw place.unsupported(
                        "this is LUKS of version " + version + ", and versions 1 and 2 are read",
                        "open it with cryptsetup and give the plain disk");
        };
    }

    /**
     * The disk's cipher with its key, by whichever slot the passphrase opens.
     *
     * @throws ImageException when it opens none, or a slot is damaged or would cost more than the limits allow
     */
    public DiskCipher unlock(Secret passphrase, KdfLimits limits) {
        byte[] key = new Unlocking(this, limits).key(passphrase);
        return new DiskCipher(payload.spec(), payload.sectorBytes(), payload.firstNumber(), new Secret(key));
    }

    /** Facts for people, in display order. */
    public Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put(
                "encryption", "LUKS" + version + ", " + payload.spec() + ", " + payload.keyBytes() * 8 + "-bit key");
        details.put(
                "key slots",
                slots.isEmpty() ? "none" : slots.stream().map(KeySlot::toString).collect(Collectors.joining("; ")));
        details.put("uuid", uuid);
        return details;
    }

    /** Tells of every place that the header occupies, from its begin. */
    public void regions(Regions visitor) {
        visitor.region("the LUKS header", 0, headerBytes);
        slots.forEach(slot -> visitor.region("key slot " + slot.number(), slot.areaOffset(), slot.areaBytes()));
    }

    /** Hears of places. */
    @FunctionalInterface
    public interface Regions {
        void region(String what, long offset, long lengthBytes);
    }
}
