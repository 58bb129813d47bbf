package io.vmloom.format.vhdx;

import io.vmloom.error.RequestException;
import io.vmloom.table.TargetRequest;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.ByteSize;
import java.util.Map;
import java.util.TreeMap;

/** The {@code -o} options of a VHDX target, under qemu-img's names and with its defaults. */
record VhdxOptions(boolean fixed, int blockBytes) {
    private static final String SUBFORMAT = "subformat";
    private static final String BLOCK_SIZE = "block_size";
    private static final String LOG_SIZE = "log_size";
    private static final String BLOCK_STATE_ZERO = "block_state_zero";

    static VhdxOptions of(TargetRequest request) {
        boolean fixed = false;
        long blockBytes = 0;
        for (Map.Entry<String, String> option : new TreeMap<>(request.options()).entrySet()) {
            String value = option.getValue();
            switch (option.getKey()) {
                case SUBFORMAT -> fixed = isFixed(request, value);
                case BLOCK_SIZE -> blockBytes = blockBytes(request, value);
                case LOG_SIZE ->
                    requireWritten(request, LOG_SIZE, size(request, LOG_SIZE, value) == ByteSize.MIB, "1M");
                case BLOCK_STATE_ZERO ->
                    requireWritten(request, BLOCK_STATE_ZERO, value.equals("on") || value.equals("true"), "on");
                default ->
                    throw wrong(
                            request,
                            "unknown vhdx option '" + option.getKey() + "'; known are " + BLOCK_SIZE + ", "
                                    + BLOCK_STATE_ZERO + ", " + LOG_SIZE + ", " + SUBFORMAT);
            }
        }
        return new VhdxOptions(fixed, (int) (blockBytes == 0 ? automatic(request.virtualBytes()) : blockBytes));
    }

    /** qemu-img's choice. */
    private static long automatic(long virtualBytes) {
        if (virtualBytes > 32 * ByteSize.TIB) {
            return 64 * ByteSize.MIB;
        }
        if (virtualBytes > 100 * ByteSize.GIB) {
            return 32 * ByteSize.MIB;
        }
        return virtualBytes > ByteSize.GIB ? 16 * ByteSize.MIB : 8 * ByteSize.MIB;
    }

    private static boolean isFixed(TargetRequest request, String value) {
        return switch (value) {
            case "fixed" -> true;
            case "dynamic" -> false;
            default -> throw wrong(request, SUBFORMAT + " must be dynamic or fixed, got: '" + value + "'");
        };
    }

    /** 0 chooses by the disk's size, as in qemu-img. */
    private static long blockBytes(TargetRequest request, String value) {
        long bytes = size(request, BLOCK_SIZE, value);
        boolean valid =
                bytes >= Metadata.MIN_BLOCK_BYTES && bytes <= Metadata.MAX_BLOCK_BYTES && Alignment.isPowerOfTwo(bytes);
        if (bytes != 0 && !valid) {
            throw wrong(
                    request,
                    BLOCK_SIZE
                            + " must be a power of two from 1M to 256M, or 0 for one that suits the disk's size, got: '"
                            + value + "'");
        }
        return bytes;
    }

    private static long size(TargetRequest request, String name, String value) {
        try {
            return ByteSize.parse(value);
        } catch (IllegalArgumentException e) {
            throw wrong(request, name + ": " + e.getMessage());
        }
    }

    private static void requireWritten(TargetRequest request, String name, boolean written, String only) {
        if (!written) {
            throw wrong(request, "only " + name + "=" + only + " is written; leave it out");
        }
    }

    private static RequestException wrong(TargetRequest request, String reason) {
        return new RequestException(request.name() + ": " + reason);
    }
}
