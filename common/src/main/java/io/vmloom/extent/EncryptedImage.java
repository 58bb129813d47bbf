package io.vmloom.extent;

import io.vmloom.cipher.DiskCipher;
import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image whose plain data are encrypted sectors; what it says is compressed, zero or unallocated is not encrypted.
 *
 * @param stored the image as it stands in the file
 * @param positions what sectors are numbered by
 * @param facts of the encryption, for people, in display order
 */
public record EncryptedImage(
        DiskImage stored, Positions positions, int sectorBytes, MediaKey key, Map<String, String> facts)
        implements DiskImage {
    /** Whose offsets number the sectors. */
    public enum Positions {
        GUEST,
        FILE
    }

    @Override
    public String format() {
        return stored.format();
    }

    @Override
    public long virtualBytes() {
        return stored.virtualBytes();
    }

    @Override
    public List<ByteSource> members() {
        return stored.members();
    }

    @Override
    public int compressedUnitBytes() {
        return stored.compressedUnitBytes();
    }

    @Override
    public long mappingUnitBytes() {
        return stored.mappingUnitBytes();
    }

    @Override
    public Optional<Parent> parent() {
        return stored.parent();
    }

    @Override
    public List<String> identities() {
        return stored.identities();
    }

    @Override
    public Map<Integer, DiskCipher> ciphers() {
        return switch (key) {
            case MediaKey.Known(DiskCipher cipher, boolean proven) -> {
                Map<Integer, DiskCipher> ciphers = new HashMap<>();
                for (int member = 0; member < members().size(); member++) {
                    ciphers.put(member, cipher);
                }
                yield Map.copyOf(ciphers);
            }
            case MediaKey.Missing missing ->
                throw ImageException.locked(
                        members().getFirst().name(),
                        "it is encrypted, and no key was given",
                        "say where the key is: --key file:PATH or --key env:NAME, source.key in a manifest");
        };
    }

    @Override
    public boolean keyIsProven() {
        return !(key instanceof MediaKey.Known known) || known.proven();
    }

    @Override
    public Optional<List<DirtyBitmap>> bitmaps() {
        return stored.bitmaps();
    }

    @Override
    public Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>(stored.details());
        details.putAll(facts);
        details.put(
                "locked",
                switch (key) {
                    case MediaKey.Known known -> "no";
                    case MediaKey.Missing missing -> "yes: no key was given";
                });
        return Collections.unmodifiableMap(details);
    }

    @Override
    public ExtentCursor extents(GuestOffset from) {
        ExtentCursor cursor = stored.extents(from);
        return () -> cursor.next().map(this::encrypted);
    }

    private Extent encrypted(Extent extent) {
        return switch (extent.mapping()) {
            case Mapping.Data(int member, HostOffset host) ->
                new Extent(extent.start(), extent.lengthBytes(), encrypted(extent, member, host));
            case Mapping.Encrypted encrypted ->
                throw new IllegalArgumentException("sectors can not be encrypted twice: " + extent);
            case Mapping.Compressed compressed -> extent;
            case Mapping.Zero zero -> extent;
            case Mapping.Unallocated unallocated -> extent;
            case Mapping.Lost lost -> extent;
        };
    }

    private Mapping encrypted(Extent extent, int member, HostOffset host) {
        Mapping.Encrypted mapping = new Mapping.Encrypted(member, host, position(extent.start(), host), sectorBytes);
        long cutBytes = mapping.storedBytes(extent.lengthBytes()) - mapping.skipBytes() - extent.lengthBytes();
        if (cutBytes > 0 && extent.end().bytes() < virtualBytes()) {
            throw ImageException.invalid(
                    members().get(member).name(),
                    host.bytes() + extent.lengthBytes(),
                    "an encrypted sector must not be cut off by the end of the file");
        }
        return mapping;
    }

    private long position(GuestOffset guest, HostOffset host) {
        return switch (positions) {
            case GUEST -> guest.bytes();
            case FILE -> host.bytes();
        };
    }
}
