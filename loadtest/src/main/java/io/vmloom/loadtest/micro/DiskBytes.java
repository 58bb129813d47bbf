package io.vmloom.loadtest.micro;

import io.vmloom.loadtest.bench.ContentSource;
import io.vmloom.loadtest.bench.UsedDisk;
import io.vmloom.unit.ByteSize;
import java.util.List;

/** A few clusters of the disk that {@code loadtest bench} converts. */
final class DiskBytes {
    static final int UNIT_BYTES = 64 << 10;

    /** Small enough for a call to end before the processor is given to another program. */
    static final int SAMPLE_BYTES = 4 * UNIT_BYTES;

    private static final long SEED = 1;

    private DiskBytes() {}

    /** Each kind of content in its proportion. */
    static byte[] sample() {
        List<ContentSource> kinds = new UsedDisk(2 * ByteSize.MIB, SEED).kinds();
        byte[] bytes = new byte[SAMPLE_BYTES];
        for (int i = 0; i < kinds.size(); i++) {
            int start = SAMPLE_BYTES * i / kinds.size();
            kinds.get(i).fill(bytes, start, SAMPLE_BYTES * (i + 1) / kinds.size() - start);
        }
        return bytes;
    }
}
