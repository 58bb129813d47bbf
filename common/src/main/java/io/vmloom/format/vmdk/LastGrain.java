package io.vmloom.format.vmdk;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Finds how long the last grain is once expanded when the capacity ends inside it: VMware fills the grain with zeros,
 * qemu-img compresses only what the disk has. No metadata says which, so this one grain is expanded.
 */
final class LastGrain {
    private LastGrain() {}

    /**
     * The whole grain or its used bytes, whichever the stream holds.
     *
     * @param maxLengthBytes what may belong to it from the host offset, marker included
     * @param usedBytes how much of the grain the disk has
     */
    static int decodedBytes(ByteSource source, long hostOffset, int maxLengthBytes, int grainBytes, int usedBytes) {
        ByteBuffer stored = ByteBuffer.allocate(maxLengthBytes).order(ByteOrder.LITTLE_ENDIAN);
        source.read(hostOffset, stored);
        long streamBytes = maxLengthBytes < Marker.GRAIN_HEADER_BYTES ? 0 : Integer.toUnsignedLong(stored.getInt(8));
        if (streamBytes < 1 || streamBytes > maxLengthBytes - Marker.GRAIN_HEADER_BYTES) {
            throw ImageException.invalid(
                    source.name(), hostOffset, "the last grain's marker gives " + streamBytes + " compressed bytes");
        }
        int decoded = inflatedBytes(source, hostOffset, stored, (int) streamBytes, grainBytes);
        if (decoded != grainBytes && decoded != usedBytes) {
            throw ImageException.invalid(
                    source.name(),
                    hostOffset,
                    "the last grain must expand to " + usedBytes + " or " + grainBytes + " bytes, got: " + decoded);
        }
        return decoded;
    }

    private static int inflatedBytes(
            ByteSource source, long hostOffset, ByteBuffer stored, int streamBytes, int grainBytes) {
        byte[] grain = new byte[grainBytes];
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(stored.array(), Marker.GRAIN_HEADER_BYTES, streamBytes);
            int total = 0;
            while (total < grainBytes) {
                int count = inflater.inflate(grain, total, grainBytes - total);
                if (count == 0) {
                    break;
                }
                total += count;
            }
            return total;
        } catch (DataFormatException e) {
            throw ImageException.invalid(
                    source.name(), hostOffset, "the last grain is no zlib stream: " + e.getMessage());
        }
    }
}
