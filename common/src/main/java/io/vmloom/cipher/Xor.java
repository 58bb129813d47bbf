package io.vmloom.cipher;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Exclusive or of long runs. */
final class Xor {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private Xor() {}

    /** {@code out = in ^ mask}; a multiple of eight bytes, and out may be in. */
    static void run(byte[] in, int inOffset, byte[] mask, int maskOffset, byte[] out, int outOffset, int lengthBytes) {
        for (int i = 0; i < lengthBytes; i += Long.BYTES) {
            LONG.set(out, outOffset + i, (long) LONG.get(in, inOffset + i) ^ (long) LONG.get(mask, maskOffset + i));
        }
    }
}
