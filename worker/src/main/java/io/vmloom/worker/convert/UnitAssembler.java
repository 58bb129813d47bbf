package io.vmloom.worker.convert;

import io.vmloom.fragment.EncodedFragment;
import io.vmloom.unit.Zeros;
import java.util.Arrays;

/**
 * Cuts guest bytes into units for an encoder, tells zero ones from others, and extends a last partial one with zeros.
 * Whole units are passed on where they lie, without copying. Not thread-safe.
 */
final class UnitAssembler implements FragmentEncoder {
    private final int unitBytes;
    private final UnitEncoder encoder;
    private final byte[] partial;
    private int partialBytes;
    private boolean partialHasData;

    UnitAssembler(int unitBytes, UnitEncoder encoder) {
        this.unitBytes = unitBytes;
        this.encoder = encoder;
        this.partial = new byte[unitBytes];
    }

    @Override
    public void data(byte[] bytes, int offset, int length) {
        data(bytes, offset, length, false);
    }

    @Override
    public boolean lastingData(byte[] bytes, int offset, int length) {
        return data(bytes, offset, length, true);
    }

    @Override
    public void unit(SourceUnit unit) {
        if (partialBytes > 0 || unit.lengthBytes() != unitBytes) {
            data(unit.bytes(), 0, unit.lengthBytes(), false);
        } else if (isZero(unit.bytes(), 0)) {
            encoder.zeroUnits(1);
        } else {
            encoder.sourceUnit(unit);
        }
    }

    private boolean data(byte[] bytes, int offset, int length, boolean lasting) {
        boolean kept = false;
        int position = offset;
        int end = offset + length;
        while (position < end) {
            if (partialBytes == 0 && end - position >= unitBytes) {
                kept |= pass(bytes, position, lasting);
                position += unitBytes;
            } else {
                int count = Math.min(unitBytes - partialBytes, end - position);
                System.arraycopy(bytes, position, partial, partialBytes, count);
                partialBytes += count;
                partialHasData = true;
                position += count;
                flushIfFull();
            }
        }
        return kept;
    }

    @Override
    public void zeros(long length) {
        long left = length;
        if (partialBytes > 0) {
            int count = (int) Math.min(unitBytes - partialBytes, left);
            fill(count);
            left -= count;
        }
        if (left >= unitBytes) {
            encoder.zeroUnits(left / unitBytes);
            left %= unitBytes;
        }
        fill((int) left);
    }

    @Override
    public EncodedFragment finish() {
        if (partialBytes > 0) {
            fill(unitBytes - partialBytes);
        }
        return encoder.finish();
    }

    @Override
    public long keptUnits() {
        return encoder.keptUnits();
    }

    private void fill(int count) {
        Arrays.fill(partial, partialBytes, partialBytes + count, (byte) 0);
        partialBytes += count;
        flushIfFull();
    }

    private void flushIfFull() {
        if (partialBytes == unitBytes) {
            if (partialHasData) {
                pass(partial, 0, false);
            } else {
                encoder.zeroUnits(1);
            }
            partialBytes = 0;
            partialHasData = false;
        }
    }

    private boolean pass(byte[] bytes, int offset, boolean lasting) {
        if (isZero(bytes, offset)) {
            encoder.zeroUnits(1);
            return false;
        }
        if (lasting) {
            return encoder.lastingUnit(bytes, offset);
        }
        encoder.unit(bytes, offset);
        return false;
    }

    private boolean isZero(byte[] bytes, int offset) {
        return Zeros.isZero(bytes, offset, unitBytes);
    }

    @Override
    public void close() {
        encoder.close();
    }
}
