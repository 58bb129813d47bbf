package io.vmloom.worker.convert;

import io.vmloom.cipher.DiskCipher;
import io.vmloom.cipher.SectorCipher;
import io.vmloom.error.InternalException;
import io.vmloom.extent.Mapping;
import java.util.HashMap;
import java.util.Map;

/** Decrypts the sectors of extents. Not thread-safe. */
final class SectorDecoder {
    private final Map<Integer, DiskCipher> keys;
    private final Map<Integer, SectorCipher> ciphers = new HashMap<>();
    private byte[] decrypted = new byte[0];

    /** @param keys by the numbers of members */
    SectorDecoder(Map<Integer, DiskCipher> keys) {
        this.keys = keys;
    }

    /**
     * The bytes of an extent, which begin {@link Mapping.Encrypted#skipBytes} into the array; the array is reused by the next
     * call.
     */
    byte[] decode(Mapping.Encrypted encrypted, long lengthBytes, FetchedWindow fetched) {
        int storedBytes = Math.toIntExact(encrypted.storedBytes(lengthBytes));
        long hostOffset = encrypted.host().bytes() - encrypted.skipBytes();
        FetchedWindow.Block block = fetched.block(encrypted.member(), hostOffset, storedBytes);
        if (decrypted.length < storedBytes) {
            decrypted = new byte[storedBytes];
        }
        ciphers.computeIfAbsent(encrypted.member(), this::cipher)
                .decrypt(
                        block.bytes(),
                        Math.toIntExact(hostOffset - block.fetch().hostOffset()),
                        decrypted,
                        0,
                        storedBytes,
                        encrypted.position() - encrypted.skipBytes());
        return decrypted;
    }

    private SectorCipher cipher(int member) {
        DiskCipher cipher = keys.get(member);
        if (cipher == null) {
            throw new InternalException("the task has encrypted extents of member " + member + " and no key", null);
        }
        return SectorCipher.of(cipher);
    }
}
