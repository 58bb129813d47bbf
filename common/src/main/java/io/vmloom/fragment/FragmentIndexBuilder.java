package io.vmloom.fragment;

import io.vmloom.unit.Varint;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Takes the units of a range in guest order and makes their {@link FragmentIndex}. Not thread-safe. */
public final class FragmentIndexBuilder {
    private static final int NONE = -1;

    private final Packing packing;
    private final int unitBytes;
    private final long firstUnit;
    private final ByteArrayOutputStream runs = new ByteArrayOutputStream();
    private final ByteArrayOutputStream lengths = new ByteArrayOutputStream();
    private int runKind = NONE;
    private long runCount;
    private long units;
    private long plainUnits;

    public FragmentIndexBuilder(Packing packing, int unitBytes, long firstUnit) {
        this.packing = packing;
        this.unitBytes = unitBytes;
        this.firstUnit = firstUnit;
    }

    public void zero(long count) {
        append(FragmentIndex.ZERO, count);
    }

    public void plain() {
        append(FragmentIndex.PLAIN, 1);
        plainUnits++;
    }

    /** {@code lengthBytes} is the stream's own length, without framing. */
    public void compressed(int lengthBytes) {
        append(FragmentIndex.COMPRESSED, 1);
        Varint.write(lengths, lengthBytes);
    }

    public FragmentIndex build() {
        endRun();
        return new FragmentIndex(packing, unitBytes, firstUnit, units, plainUnits, ByteBuffer.wrap(runs.toByteArray()));
    }

    private void append(int kind, long count) {
        if (count == 0) {
            return;
        }
        if (kind != runKind) {
            endRun();
            runKind = kind;
        }
        runCount += count;
        units += count;
    }

    private void endRun() {
        if (runCount > 0) {
            Varint.write(runs, runCount << 2 | runKind);
            runs.writeBytes(lengths.toByteArray());
            lengths.reset();
            runCount = 0;
        }
    }
}
