package io.vmloom.codec;

import java.nio.ByteBuffer;

/**
 * A block in LZVN: each instruction has some plain bytes behind it and then repeats some of what came before.
 *
 * @see <a href="https://github.com/lzfse/lzfse/blob/master/src/lzvn_decode_base.c">lzvn_decode_base.c, the format's
 *     definition</a>
 */
final class LzvnBlock {
    private static final int END = 0x06;
    private static final int END_BYTES = 8;
    private static final int SHORTEST_REPEAT = 3;

    /** Values that take a byte of their own begin here. */
    private static final int LONG_BASE = 16;

    private final byte[] source;
    private final int end;
    private final ExpandedBytes out;
    private int at;
    private int distance;

    private LzvnBlock(ByteBuffer payload, ExpandedBytes out) {
        this.source = payload.array();
        this.at = payload.arrayOffset();
        this.end = at + payload.capacity();
        this.out = out;
    }

    /** Expands a whole block, which must end with its payload. */
    static void expand(ByteBuffer payload, ExpandedBytes out) throws CodecException {
        LzvnBlock block = new LzvnBlock(payload, out);
        int code = block.u8();
        while (code != END) {
            block.instruction(code);
            code = block.u8();
        }
        if (block.end - block.at != END_BYTES - 1) {
            throw new CodecException("LZVN block does not end with its payload", null);
        }
    }

    private void instruction(int code) throws CodecException {
        int low = code & 7;
        switch (code >> 4) {
            case 0x7, 0xd -> throw unknown(code);
            case 0xa, 0xb -> {
                int more = u16();
                distance = more >> 2;
                run(code >> 3 & 3, (low << 2 | more & 3) + SHORTEST_REPEAT);
            }
            case 0xe -> run(code == 0xe0 ? u8() + LONG_BASE : code & 0xf, 0);
            case 0xf -> run(0, code == 0xf0 ? u8() + LONG_BASE : code & 0xf);
            default -> withDistance(code, low);
        }
    }

    /** The lowest bits are the distance's upper ones, or say that it is the last one or stands in two bytes. */
    private void withDistance(int code, int low) throws CodecException {
        int plain = code >> 6;
        switch (low) {
            case 6 -> {
                if (code == 0x0e || code == 0x16) {
                    return; // does nothing
                }
                if (plain == 0) {
                    throw unknown(code);
                }
            }
            case 7 -> distance = u16();
            default -> distance = low << 8 | u8();
        }
        run(plain, (code >> 3 & 7) + SHORTEST_REPEAT);
    }

    private void run(int plain, int repeated) throws CodecException {
        out.append(source, take(plain), plain);
        out.repeat(distance, repeated);
    }

    private int u8() throws CodecException {
        return source[take(1)] & 0xff;
    }

    private int u16() throws CodecException {
        int from = take(2);
        return source[from] & 0xff | (source[from + 1] & 0xff) << 8;
    }

    /** Where the next bytes begin, which are taken with that. */
    private int take(int length) throws CodecException {
        if (length > end - at) {
            throw new CodecException("LZVN block ends inside an instruction", null);
        }
        at += length;
        return at - length;
    }

    private static CodecException unknown(int code) {
        return new CodecException("LZVN instruction 0x" + Integer.toHexString(code) + " is unknown", null);
    }
}
