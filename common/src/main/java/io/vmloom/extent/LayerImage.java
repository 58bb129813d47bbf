package io.vmloom.extent;

import io.vmloom.cipher.DiskCipher;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.GuestOffset;
import java.util.List;
import java.util.Map;

/**
 * What an image over another one holds itself, in whole units of a target: a unit of which it holds anything is the whole
 * disk's there, and never {@link Mapping.Unallocated}; all others are.
 *
 * @param chain the whole disk
 * @param unitBytes of the target, a power of two
 */
public record LayerImage(ChainImage chain, int unitBytes) implements DiskImage {
    /** Which units are held, from the one on that this place lies in. */
    public LayerRuns runs(GuestOffset from) {
        return new LayerRuns(chain.upper(), unitBytes, from.bytes() / unitBytes);
    }

    @Override
    public String format() {
        return chain.format();
    }

    @Override
    public long virtualBytes() {
        return chain.virtualBytes();
    }

    @Override
    public List<ByteSource> members() {
        return chain.members();
    }

    @Override
    public int compressedUnitBytes() {
        return chain.compressedUnitBytes();
    }

    @Override
    public long mappingUnitBytes() {
        return chain.mappingUnitBytes();
    }

    @Override
    public Map<Integer, DiskCipher> ciphers() {
        return chain.ciphers();
    }

    @Override
    public boolean keyIsProven() {
        return chain.keyIsProven();
    }

    @Override
    public Map<String, String> details() {
        return chain.details();
    }

    @Override
    public ExtentCursor extents(GuestOffset from) {
        return new LayerCursor(this, from);
    }
}
