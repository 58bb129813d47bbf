package io.vmloom.worker.convert;

import io.vmloom.fragment.EncodedFragment;
import io.vmloom.fragment.FragmentIndexBuilder;
import io.vmloom.fragment.Packing;
import io.vmloom.task.EncoderSpec;
import io.vmloom.unit.Zeros;
import java.util.Arrays;

/**
 * Units that are not zero, one after the other, each behind its lead. Bytes pass through as they come: units may be much
 * longer than what is read at once.
 */
final class PlainEncoder implements FragmentEncoder {
    private final int unitBytes;
    private final boolean keepsZeros;
    private final byte[] lead;
    private final ChunkBuffer out;
    private final FragmentIndexBuilder index;
    private int filledBytes;
    private boolean stored;

    PlainEncoder(EncoderSpec.PackedPlain spec, long firstUnit, BlockPool blocks) {
        this.out = new ChunkBuffer(blocks);
        this.unitBytes = spec.unitBytes();
        this.keepsZeros = spec.keepsZeros();
        this.lead = new byte[spec.leadBytes()];
        Arrays.fill(lead, (byte) 0xff);
        this.index = new FragmentIndexBuilder(Packing.PACKED, unitBytes, firstUnit);
    }

    @Override
    public void data(byte[] bytes, int offset, int length) {
        data(bytes, offset, length, false);
    }

    @Override
    public boolean lastingData(byte[] bytes, int offset, int length) {
        return data(bytes, offset, length, true);
    }

    private boolean data(byte[] bytes, int offset, int length, boolean lasting) {
        boolean kept = false;
        int position = offset;
        int end = offset + length;
        while (position < end) {
            int count = Math.min(unitBytes - filledBytes, end - position);
            if (stored || keepsZeros || !Zeros.isZero(bytes, position, count)) {
                store(bytes, position, count, lasting);
                kept |= lasting;
            }
            advance(count);
            position += count;
        }
        return kept;
    }

    @Override
    public void zeros(long length) {
        long left = length;
        while (left > 0) {
            if (filledBytes == 0 && left >= unitBytes) {
                index.zero(left / unitBytes);
                left %= unitBytes;
            } else {
                int count = (int) Math.min(unitBytes - filledBytes, left);
                if (stored) {
                    out.zeros(count);
                }
                advance(count);
                left -= count;
            }
        }
    }

    @Override
    public EncodedFragment finish() {
        if (filledBytes > 0) {
            zeros(unitBytes - filledBytes);
        }
        return new EncodedFragment(out.content(), index.build());
    }

    /** The unit's zeros until here were left out, as it could have had nothing else. */
    private void store(byte[] bytes, int offset, int length, boolean lasting) {
        if (!stored) {
            out.write(lead, 0, lead.length);
            out.zeros(filledBytes);
            stored = true;
        }
        if (lasting) {
            out.append(bytes, offset, length);
        } else {
            out.write(bytes, offset, length);
        }
    }

    private void advance(int count) {
        filledBytes += count;
        if (filledBytes < unitBytes) {
            return;
        }
        if (stored) {
            index.plain();
        } else {
            index.zero(1);
        }
        filledBytes = 0;
        stored = false;
    }

    @Override
    public void close() {}
}
