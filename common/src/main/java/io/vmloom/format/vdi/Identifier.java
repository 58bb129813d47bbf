package io.vmloom.format.vdi;

import io.vmloom.digest.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.UUID;

/** A UUID as it stands in the file: its first three fields little-endian, as VirtualBox's RTUUID has them in memory. */
record Identifier(UUID value) {
    static final int BYTES = 16;
    static final Identifier NONE = new Identifier(new UUID(0, 0));

    /** {@code at} is an absolute position. */
    static Identifier read(ByteBuffer bytes, int at) {
        ByteBuffer raw = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        long first = (Integer.toUnsignedLong(raw.getInt(at)) << 32)
                | ((raw.getShort(at + 4) & 0xffffL) << 16)
                | (raw.getShort(at + 6) & 0xffffL);
        return new Identifier(new UUID(first, raw.order(ByteOrder.BIG_ENDIAN).getLong(at + 8)));
    }

    /**
     * Depends on seed and purpose alone. Marked as version 4 like those that VirtualBox draws, since some tools take no
     * other.
     */
    static Identifier derived(String seed, String purpose) {
        ByteBuffer digest = ByteBuffer.wrap(Arrays.copyOf(Sha256.of("vdi " + purpose + '\n' + seed), BYTES));
        long first = (digest.getLong() & ~0xf000L) | 0x4000L;
        long second = (digest.getLong() & ~(0b11L << 62)) | (1L << 63);
        return new Identifier(new UUID(first, second));
    }

    boolean isNone() {
        return equals(NONE);
    }

    void write(ByteBuffer bytes, int at) {
        ByteBuffer raw = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        long first = value.getMostSignificantBits();
        raw.putInt(at, (int) (first >>> 32))
                .putShort(at + 4, (short) (first >>> 16))
                .putShort(at + 6, (short) first);
        raw.order(ByteOrder.BIG_ENDIAN).putLong(at + 8, value.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
