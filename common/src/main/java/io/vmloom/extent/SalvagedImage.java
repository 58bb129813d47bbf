package io.vmloom.extent;

import io.vmloom.cipher.DiskCipher;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.GuestOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A damaged image as far as it can be read: entries of its tables that make no sense are {@link Mapping.Lost}. */
public record SalvagedImage(DiskImage damaged) implements DiskImage {
    @Override
    public String format() {
        return damaged.format();
    }

    @Override
    public long virtualBytes() {
        return damaged.virtualBytes();
    }

    @Override
    public List<ByteSource> members() {
        return damaged.members();
    }

    @Override
    public int compressedUnitBytes() {
        return damaged.compressedUnitBytes();
    }

    @Override
    public long mappingUnitBytes() {
        return damaged.mappingUnitBytes();
    }

    @Override
    public Optional<Parent> parent() {
        return damaged.parent();
    }

    @Override
    public List<String> identities() {
        return damaged.identities();
    }

    @Override
    public List<DiskImage> pieces() {
        return damaged.pieces();
    }

    @Override
    public Optional<List<DirtyBitmap>> bitmaps() {
        return damaged.bitmaps();
    }

    @Override
    public Map<Integer, DiskCipher> ciphers() {
        return damaged.ciphers();
    }

    @Override
    public boolean keyIsProven() {
        return damaged.keyIsProven();
    }

    @Override
    public Map<String, String> details() {
        return damaged.details();
    }

    @Override
    public ExtentCursor extents(GuestOffset from) {
        return new SalvagedCursor(damaged.extents(from), virtualBytes(), from);
    }
}
