package io.vmloom.format.vmdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads a stream front to back by markers alone, as VirtualBox and ESXi do on import, without looking at any table: it
 * begins at the header's overhead, skips tables and directories, wants grains in rising order and stops at the first
 * sector of zeros.
 */
public final class SequentialReader {
    private static final int SECTOR = 512;

    private final ByteBuffer file;
    private int sector;

    public SequentialReader(byte[] file) {
        this.file = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }

    public byte[] guest() {
        byte[] guest = new byte[Math.toIntExact(file.getLong(12) * SECTOR)];
        sector = Math.toIntExact(file.getLong(64));
        long previous = -1;
        while (!atEndOfStream()) {
            long value = file.getLong(sector * SECTOR);
            int length = file.getInt(sector * SECTOR + 8);
            if (length == 0) {
                skipMetadata(file.getInt(sector * SECTOR + 12), value);
                continue;
            }
            assertThat(value)
                    .as("guest sector of the grain at sector %d", sector)
                    .isGreaterThan(previous);
            previous = value;
            copyGrain(guest, Math.toIntExact(value * SECTOR), length);
            sector += Math.ceilDiv(12 + length, SECTOR);
        }
        assertThat((long) (sector + 1) * SECTOR)
                .as("nothing follows the end of the stream")
                .isEqualTo(file.capacity());
        return guest;
    }

    private boolean atEndOfStream() {
        return file.getLong(sector * SECTOR) == 0
                && file.getInt(sector * SECTOR + 8) == 0
                && file.getInt(sector * SECTOR + 12) == 0;
    }

    private void skipMetadata(int kind, long sectors) {
        switch (kind) {
            case 1 -> sector += 1 + 4;
            case 2 -> sector += 1 + Math.toIntExact(sectors);
            case 3 -> sector += 2;
            case 4 -> sector += 1;
            default -> throw new AssertionError("unknown marker " + kind + " at sector " + sector);
        }
    }

    private void copyGrain(byte[] guest, int guestOffset, int length) {
        byte[] grain = new byte[Math.toIntExact(file.getLong(20) * SECTOR)];
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(file.array(), sector * SECTOR + 12, length);
            assertThat(inflater.inflate(grain)).isEqualTo(grain.length);
            assertThat(inflater.getRemaining())
                    .as("the marker's length is exact")
                    .isZero();
        } catch (DataFormatException e) {
            throw new AssertionError("grain at sector " + sector, e);
        }
        System.arraycopy(grain, 0, guest, guestOffset, Math.min(grain.length, guest.length - guestOffset));
    }
}
