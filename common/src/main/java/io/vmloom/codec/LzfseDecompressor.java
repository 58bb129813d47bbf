package io.vmloom.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Apple's LZFSE: a sequence of blocks that begin with their kind, until one that says the end. Later blocks may repeat what
 * earlier ones expanded to.
 *
 * @see <a href="https://github.com/lzfse/lzfse/blob/master/src/lzfse_internal.h">lzfse_internal.h, the format's
 *     definition</a>
 */
final class LzfseDecompressor implements Decompressor {
    private static final int END = 0x24787662; // bvx$
    private static final int PLAIN = 0x2d787662; // bvx-
    private static final int FSE_PLAIN_TABLES = 0x31787662; // bvx1
    private static final int FSE_PACKED_TABLES = 0x32787662; // bvx2
    private static final int LZVN = 0x6e787662; // bvxn

    private final LzfseBlock fse = new LzfseBlock();

    @Override
    public int decompress(byte[] source, int offset, int maxLength, byte[] target, int targetOffset, int decodedLength)
            throws CodecException {
        ByteBuffer in = ByteBuffer.wrap(source, offset, maxLength).slice().order(ByteOrder.LITTLE_ENDIAN);
        ExpandedBytes out = new ExpandedBytes("LZFSE", target, targetOffset, decodedLength);
        int kind = kind(in);
        while (kind != END) {
            int before = out.length();
            int expectedBytes = length(in, "block");
            // Blocks without content would let a short stream take long.
            if (expectedBytes == 0) {
                throw new CodecException("LZFSE stream has an empty block", null);
            }
            block(kind, in, out, expectedBytes);
            if (out.length() - before != expectedBytes) {
                throw new CodecException(
                        "LZFSE block says " + expectedBytes + " bytes and has " + (out.length() - before), null);
            }
            kind = kind(in);
        }
        out.requireFull();
        return UNSURE;
    }

    private void block(int kind, ByteBuffer in, ExpandedBytes out, int expectedBytes) throws CodecException {
        switch (kind) {
            case PLAIN -> {
                ByteBuffer plain = take(in, expectedBytes);
                out.append(plain.array(), plain.arrayOffset(), plain.capacity());
            }
            case LZVN -> LzvnBlock.expand(take(in, length(in, "payload")), out);
            case FSE_PLAIN_TABLES -> fse.expand(LzfseHeader.withPlainTables(in), expectedBytes, in, out);
            case FSE_PACKED_TABLES -> fse.expand(LzfseHeader.withPackedTables(in), expectedBytes, in, out);
            default -> throw new CodecException("LZFSE block is of unknown kind 0x" + Integer.toHexString(kind), null);
        }
    }

    private static int kind(ByteBuffer in) throws CodecException {
        return take(in, Integer.BYTES).getInt(0);
    }

    private static int length(ByteBuffer in, String what) throws CodecException {
        int length = take(in, Integer.BYTES).getInt(0);
        if (length < 0) {
            throw new CodecException("LZFSE " + what + " of " + Integer.toUnsignedString(length) + " bytes", null);
        }
        return length;
    }

    /** The next bytes, little-endian. */
    static ByteBuffer take(ByteBuffer in, int length) throws CodecException {
        if (length > in.remaining()) {
            throw new CodecException("LZFSE stream ends inside a block", null);
        }
        ByteBuffer taken = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        in.position(in.position() + length);
        return taken;
    }

    @Override
    public void close() {
        // Holds memory alone.
    }
}
