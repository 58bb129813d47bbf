package io.vmloom.unit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/** The test that decides what is not stored; runs over every guest byte. */
public final class Zeros {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final int STRIDE = 4 * Long.BYTES;

    private Zeros() {}

    /** Whether all bytes of this run are zero. */
    public static boolean isZero(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int end = offset + length;
        int position = offset;
        for (; position <= end - STRIDE; position += STRIDE) {
            long any = (long) LONGS.get(bytes, position)
                    | (long) LONGS.get(bytes, position + 8)
                    | (long) LONGS.get(bytes, position + 16)
                    | (long) LONGS.get(bytes, position + 24);
            if (any != 0) {
                return false;
            }
        }
        for (; position < end; position++) {
            if (bytes[position] != 0) {
                return false;
            }
        }
        return true;
    }
}
