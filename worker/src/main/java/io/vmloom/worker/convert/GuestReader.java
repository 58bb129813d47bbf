package io.vmloom.worker.convert;

import io.vmloom.cipher.DiskCipher;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.OnDamage;
import io.vmloom.range.RangeLimits;
import io.vmloom.range.RangePlanner;
import io.vmloom.unit.ByteSize;
import io.vmloom.unit.GuestOffset;
import java.util.Map;
import java.util.concurrent.ExecutorService;

/** Reads the guest's disk of an image from its first byte to its last, for what can only be done in order. */
public final class GuestReader implements AutoCloseable {
    private static final long RANGE_BYTES = 64 * ByteSize.MIB;

    private final RangeReader reader;

    /** @param readThreads virtual threads for reading ahead; shared, and not closed here */
    public GuestReader(ExecutorService readThreads) {
        this.reader = new RangeReader(readThreads, new BlockPool());
    }

    /** Hands all guest bytes to the sink; throws a {@link io.vmloom.error.ConversionException}. */
    public void read(DiskImage image, GuestSink sink) {
        long alignment = Math.max(4096, image.compressedUnitBytes());
        RangeLimits limits = RangeLimits.byData(Math.max(RANGE_BYTES, alignment), 1, alignment);
        RangePlanner ranges = new RangePlanner(image.extents(GuestOffset.ZERO), image.virtualBytes(), limits);
        Map<Integer, DiskCipher> ciphers = image.ciphers();
        while (ranges.hasNext()) {
            reader.read(ranges.next(), image.members(), ciphers, OnDamage.REFUSE, sink);
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
