package io.vmloom.cipher.luks;

import io.vmloom.cipher.DiskCipher;
import io.vmloom.cipher.Secret;
import io.vmloom.cipher.SectorCipher;
import io.vmloom.error.ImageException;
import io.vmloom.unit.ByteSize;
import java.util.Optional;

/** Tries a passphrase on the slots of a header. */
final class Unlocking {
    private final LuksHeader header;
    private final String file;
    private final KdfLimits.Budget budget;

    Unlocking(LuksHeader header, KdfLimits limits) {
        this.header = header;
        this.file = header.place().source().name();
        this.budget = new KdfLimits.Budget(limits, file);
    }

    byte[] key(Secret passphrase) {
        for (KeySlot slot : header.slots()) {
            Optional<byte[]> key = key(slot, passphrase);
            if (key.isPresent()) {
                return key.get();
            }
        }
        throw ImageException.locked(
                file,
                "the key opens none of the " + header.slots().size() + " key slots in use",
                "give the key of this image; a line break at the end of a key file belongs to the key, so write the file"
                        + " without one (printf %s)");
    }

    private Optional<byte[]> key(KeySlot slot, Secret passphrase) {
        String what = "key slot " + slot.number();
        byte[] stored = new byte[slot.areaBytes()];
        header.place().read(slot.areaOffset(), stored.length, what).get(stored);
        byte[] slotKey = derive(what, slot.kdf(), passphrase.bytes(), slot.areaKeyBytes());
        DiskCipher cipher = new DiskCipher(slot.area(), DiskCipher.MIN_SECTOR_BYTES, 0, new Secret(slotKey));
        byte[] split = new byte[stored.length];
        SectorCipher.of(cipher).decrypt(stored, 0, split, 0, stored.length, 0);
        byte[] key = slot.stripes().merge(split, slot.keyBytes());
        budget.spend(
                "the digest of the key", header.digest().kdf(), header.digest().digest().length);
        return header.digest().matches(key) ? Optional.of(key) : Optional.empty();
    }

    private byte[] derive(String what, Kdf kdf, byte[] passphrase, int lengthBytes) {
        budget.spend(what, kdf, lengthBytes);
        try {
            return kdf.derive(passphrase, lengthBytes);
        } catch (OutOfMemoryError e) {
            if (kdf instanceof Kdf.Argon2 argon2) {
                throw budget.heapTooSmall(what, argon2.memoryKib() * ByteSize.KIB);
            }
            throw e;
        }
    }
}
