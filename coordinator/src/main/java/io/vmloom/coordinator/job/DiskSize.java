package io.vmloom.coordinator.job;

import io.vmloom.error.RequestException;
import io.vmloom.unit.ByteSize;
import java.util.Map;

/**
 * How large the guest's disk is to be in a target: {@code -o} options that every format has. A disk may only grow, by
 * zeros behind its end.
 *
 * @param sizeBytes wanted, or 0 for what the source has
 * @param alignBytes the size is rounded up to a multiple of this
 */
public record DiskSize(long sizeBytes, long alignBytes) {
    static final String SIZE = "size";
    static final String ALIGN = "align";
    private static final int SECTOR_BYTES = 512;

    /**
     * Reads the two options; {@link RequestException} for what is no size.
     *
     * @param target for messages
     */
    public static DiskSize of(String target, Map<String, String> options) {
        long size = options.containsKey(SIZE) ? bytes(target, SIZE, options.get(SIZE)) : 0;
        long align = options.containsKey(ALIGN) ? bytes(target, ALIGN, options.get(ALIGN)) : 1;
        if (options.containsKey(ALIGN) && (align < SECTOR_BYTES || align % SECTOR_BYTES != 0)) {
            throw new RequestException(target + ": align must be a multiple of 512 bytes, got: '" + options.get(ALIGN)
                    + "'; write for instance align=1M");
        }
        return new DiskSize(size, align);
    }

    /** The size that a source's disk grows to; {@link RequestException} when it would have to shrink. */
    public long grown(String target, long sourceBytes) {
        if (sizeBytes > 0 && sizeBytes < sourceBytes) {
            throw new RequestException(target + ": size must be at least the source's " + sourceBytes
                    + " bytes, for a disk is never cut, got: " + sizeBytes
                    + "; shrink partitions and disk in the guest or by its own tools first");
        }
        long wanted = Math.max(sizeBytes, sourceBytes);
        try {
            return Math.multiplyExact(Math.ceilDiv(wanted, alignBytes), alignBytes);
        } catch (ArithmeticException e) {
            throw new RequestException(
                    target + ": size " + wanted + " can not be rounded up to a multiple of " + alignBytes + " bytes");
        }
    }

    /** Refuses what a format made of the size, such as one that has a geometry, if it is no multiple any more. */
    public void requireAligned(String target, long virtualBytes) {
        if (virtualBytes % alignBytes != 0) {
            throw new RequestException(target + ": the format makes " + virtualBytes
                    + " bytes of the disk, which is no multiple of the " + alignBytes
                    + " that align wants; for vpc add force_size=on, else choose another alignment");
        }
    }

    private static long bytes(String target, String name, String text) {
        try {
            long bytes = ByteSize.parse(text);
            if (bytes < 1) {
                throw new RequestException(target + ": " + name + " must be at least 1 byte, got: '" + text + "'");
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw new RequestException(target + ": " + name + ": " + e.getMessage());
        }
    }
}
