package io.vmloom.cipher.luks;

import io.vmloom.cipher.CipherSpec;
import io.vmloom.cipher.DiskCipher;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Reads headers of version 2.
 *
 * @see <a href="https://gitlab.com/cryptsetup/LUKS2-docs">LUKS2 On-Disk Format Specification, sections 2 and 3</a>
 */
final class Luks2 {
    /** As many as cryptsetup makes. */
    private static final int MAX_SLOTS = 32;

    private static final int MAX_KEY_BYTES = 64;
    private static final int NORMAL_PRIORITY = 1;
    private static final int MAX_LANES = 255;
    private static final int MAX_DIGEST_BYTES = 64;

    /** RFC 9106 asks for eight blocks of a lane. */
    private static final int MIN_LANE_KIB = 8;

    private final HeaderBytes place;
    private final Luks2Copy copy;
    private final Luks2Fields root;
    private final Names names;

    private Luks2(HeaderBytes place) {
        this.place = place;
        this.copy = Luks2Copy.newest(place);
        this.root = Luks2Fields.parse(place, copy);
        this.names = new Names(place);
    }

    static LuksHeader read(HeaderBytes place) {
        return new Luks2(place).header();
    }

    private LuksHeader header() {
        refuseRequirements();
        Map<String, Luks2Fields> segments = root.objects("segments");
        if (segments.size() != 1) {
            throw names.beyond("it has " + segments.size() + " segments, and one is read");
        }
        Map.Entry<String, Luks2Fields> only = segments.entrySet().iterator().next();
        String segment = only.getKey();
        Luks2Fields digest = root.objects("digests").values().stream()
                .filter(one -> one.texts("segments").contains(segment))
                .findFirst()
                .orElseThrow(() -> root.invalid(".digests has none for segment " + segment));
        List<KeySlot> slots = slots(digest.texts("keyslots"));
        long headerBytes = 2L * copy.bytes().capacity();
        return new LuksHeader(
                place,
                2,
                headerBytes,
                copy.uuid(),
                payload(only.getValue(), slots, headerBytes),
                slots,
                digest(digest));
    }

    private void refuseRequirements() {
        List<String> mandatory = root.object("config")
                .optional("requirements")
                .map(requirements -> requirements.texts("mandatory"))
                .orElse(List.of());
        if (!mandatory.isEmpty()) {
            throw names.beyond("it needs what is not read: " + String.join(", ", mandatory));
        }
    }

    private Payload payload(Luks2Fields segment, List<KeySlot> slots, long headerBytes) {
        if (!segment.text("type").equals("crypt")) {
            throw names.beyond("its segment is of type '" + segment.text("type") + "', and crypt is read");
        }
        if (segment.optional("integrity").isPresent()) {
            throw names.beyond("its sectors carry integrity tags ("
                    + segment.object("integrity").text("type") + ")");
        }
        CipherSpec spec = names.cipher(segment.text("encryption"));
        int sectorBytes = segment.number("sector_size");
        if (!DiskCipher.isSector(sectorBytes)) {
            throw segment.invalid(".sector_size must be 512, 1024, 2048 or 4096, got: " + sectorBytes);
        }
        long offset = segment.longText("offset");
        if (offset < headerBytes) {
            throw names.beyond("its header is detached: the data begin at " + offset);
        }
        String size = segment.text("size");
        return new Payload(
                spec,
                sectorBytes,
                segment.longText("iv_tweak"),
                keyBytes(spec, slots),
                offset,
                size.equals("dynamic") ? OptionalLong.empty() : OptionalLong.of(segment.longText("size")));
    }

    /** The segment does not say it. */
    private int keyBytes(CipherSpec spec, List<KeySlot> slots) {
        if (slots.isEmpty()) {
            throw names.beyond("no key slot is in use");
        }
        int bytes = slots.getFirst().keyBytes();
        if (slots.stream().anyMatch(slot -> slot.keyBytes() != bytes)) {
            throw root.invalid(".keyslots must have keys of one length");
        }
        return names.keyBytes(Luks2Copy.BINARY_BYTES, spec, bytes);
    }

    private List<KeySlot> slots(List<String> numbers) {
        Map<String, Luks2Fields> all = root.objects("keyslots");
        if (all.size() > MAX_SLOTS) {
            throw root.invalid(".keyslots must be at most " + MAX_SLOTS + ", got: " + all.size());
        }
        for (String number : numbers) {
            if (!all.containsKey(number)) {
                throw root.invalid(".digests names key slot '" + number + "', which is not there");
            }
        }
        return all.entrySet().stream()
                .filter(slot -> numbers.contains(slot.getKey()))
                .sorted(Comparator.comparingInt(slot -> -slot.getValue().numberOr("priority", NORMAL_PRIORITY)))
                .map(slot -> slot(slot.getKey(), slot.getValue()))
                .toList();
    }

    private KeySlot slot(String number, Luks2Fields slot) {
        if (!slot.text("type").equals("luks2")) {
            throw names.beyond("a key slot is of type '" + slot.text("type") + "', and luks2 is read");
        }
        Luks2Fields area = slot.object("area");
        CipherSpec spec = names.cipher(area.text("encryption"));
        Luks2Fields stripes = slot.object("af");
        KeySlot read = new KeySlot(
                number,
                positive(slot, "key_size", MAX_KEY_BYTES),
                kdf(slot.object("kdf")),
                new AntiForensic(
                        names.hash(stripes.text("hash")),
                        names.stripes(Luks2Copy.BINARY_BYTES, stripes.number("stripes"))),
                spec,
                names.keyBytes(Luks2Copy.BINARY_BYTES, spec, area.number("key_size")),
                area.longText("offset"));
        if (area.longText("size") < read.areaBytes()) {
            throw area.invalid(".size must hold the " + read.areaBytes() + " bytes of the key's stripes");
        }
        return read;
    }

    private Kdf kdf(Luks2Fields kdf) {
        String type = kdf.text("type");
        if (type.equals("pbkdf2")) {
            return pbkdf2(kdf);
        }
        Kdf.Argon2.Variant variant = Kdf.Argon2.Variant.named(type)
                .orElseThrow(() -> names.beyond("a key slot's derivation is '" + type + "'"));
        int lanes = positive(kdf, "cpus", MAX_LANES);
        int memory = positive(kdf, "memory", Integer.MAX_VALUE);
        if (memory / MIN_LANE_KIB < lanes) {
            throw kdf.invalid(".memory must be at least 8 KiB for each of " + lanes + " lanes, got: " + memory);
        }
        return new Kdf.Argon2(variant, positive(kdf, "time", Integer.MAX_VALUE), memory, lanes, kdf.bytes("salt"));
    }

    private Kdf.Pbkdf2 pbkdf2(Luks2Fields kdf) {
        return new Kdf.Pbkdf2(
                names.hash(kdf.text("hash")),
                names.iterations(Luks2Copy.BINARY_BYTES, kdf.number("iterations")),
                kdf.bytes("salt"));
    }

    private KeyDigest digest(Luks2Fields digest) {
        if (!digest.text("type").equals("pbkdf2")) {
            throw names.beyond("its digest is of type '" + digest.text("type") + "', and pbkdf2 is read");
        }
        byte[] bytes = digest.bytes("digest");
        if (bytes.length == 0 || bytes.length > MAX_DIGEST_BYTES) {
            throw digest.invalid(".digest must have 1 to " + MAX_DIGEST_BYTES + " bytes, got: " + bytes.length);
        }
        return new KeyDigest(pbkdf2(digest), bytes);
    }

    private static int positive(Luks2Fields fields, String name, int most) {
        int value = fields.number(name);
        if (value < 1 || value > most) {
            throw fields.invalid("." + name + " must be 1 to " + most + ", got: " + value);
        }
        return value;
    }
}
