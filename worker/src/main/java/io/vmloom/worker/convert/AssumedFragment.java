package io.vmloom.worker.convert;

import io.vmloom.extent.Extent;
import io.vmloom.fragment.EncodedFragment;
import io.vmloom.fragment.FragmentIndex;
import io.vmloom.fragment.FragmentIndexBuilder;
import io.vmloom.fragment.Packing;
import io.vmloom.range.WorkRange;
import io.vmloom.store.Content;
import io.vmloom.task.EncoderSpec;
import io.vmloom.unit.Alignment;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The fragment that a range becomes if none of its data is zero and all of it compresses equally well. Where nothing is
 * compressed it has the length of the real one.
 */
final class AssumedFragment {
    /** What framing adds to a unit that is stored: little, and never compressed away. */
    private static final int STORED_OVERHEAD_BYTES = 16;

    /** A stream of zeros is about this much shorter. */
    private static final int ZEROS_SHRINK = 1000;

    private static final int LEAST_STREAM_BYTES = 32;

    private final WorkRange range;
    private final int unitBytes;
    private final double compressedTo;

    private AssumedFragment(WorkRange range, int unitBytes, double compressedTo) {
        this.range = range;
        this.unitBytes = unitBytes;
        this.compressedTo = compressedTo;
    }

    /** @param compressedTo which part of its length is left of data that is compressed */
    static EncodedFragment of(EncoderSpec encoder, WorkRange range, double compressedTo) {
        AssumedFragment assumed = new AssumedFragment(range, encoder.unitBytes(), compressedTo);
        return switch (encoder) {
            case EncoderSpec.Identity identity -> assumed.identity(identity.mapped());
            case EncoderSpec.PackedPlain plain -> assumed.plain(plain.leadBytes());
            case EncoderSpec.PackedCompressed _ -> assumed.packed();
            case EncoderSpec.MarkedStream marked -> assumed.marked(marked.minimumBytes());
            case EncoderSpec.Streams streams -> assumed.streams(streams);
            case EncoderSpec.Encrypted(EncoderSpec inside, var cipher, var _) -> {
                EncodedFragment plain = of(inside, range, compressedTo);
                long lengthBytes = Alignment.up(plain.content().lengthBytes(), cipher.sectorBytes());
                yield new EncodedFragment(data(lengthBytes), plain.index());
            }
        };
    }

    private interface Units {
        /** @param data whether any of them holds something */
        void run(long count, boolean data);
    }

    private EncodedFragment identity(boolean mapped) {
        FragmentIndexBuilder index = index(Packing.IDENTITY);
        forEach((count, data) -> add(index, count, data && mapped));
        return new EncodedFragment(
                range.dataBytes() == 0 ? Content.zeros(range.lengthBytes()) : data(range.lengthBytes()), index.build());
    }

    private EncodedFragment plain(int leadBytes) {
        FragmentIndexBuilder index = index(Packing.PACKED);
        forEach((count, data) -> add(index, count, data));
        FragmentIndex built = index.build();
        return new EncodedFragment(data(built.plainUnits() * (unitBytes + leadBytes)), built);
    }

    private EncodedFragment packed() {
        FragmentIndexBuilder index = index(Packing.PACKED);
        int compressed = Math.min(unitBytes - 1, compressed(unitBytes));
        long[] bytes = new long[1];
        forEach((count, data) -> {
            index.zero(data ? 0 : count);
            for (long unit = 0; data && unit < count; unit++) {
                index.compressed(compressed);
                bytes[0] += compressed;
            }
        });
        return new EncodedFragment(data(Alignment.up(bytes[0], unitBytes)), index.build());
    }

    private EncodedFragment marked(long minimumBytes) {
        FragmentIndexBuilder index = index(Packing.MARKED);
        long[] bytes = new long[1];
        forEach((count, data) -> {
            long unit = 0;
            while (unit < count && (data || bytes[0] < minimumBytes)) {
                int length = bytes[0] < minimumBytes ? unitBytes + STORED_OVERHEAD_BYTES : compressed(unitBytes);
                index.compressed(length);
                bytes[0] += FragmentIndex.storedBytes(Packing.MARKED, length);
                unit++;
            }
            index.zero(count - unit);
        });
        return new EncodedFragment(data(bytes[0]), index.build());
    }

    private EncodedFragment streams(EncoderSpec.Streams spec) {
        FragmentIndexBuilder index = index(Packing.PACKED);
        int ofZeros = Math.max(LEAST_STREAM_BYTES, unitBytes / ZEROS_SHRINK);
        long[] bytes = new long[1];
        forEach((count, data) -> {
            for (long unit = 0; unit < count; unit++) {
                int length = data ? Math.max(LEAST_STREAM_BYTES, compressed(unitBytes)) : ofZeros;
                index.compressed(length);
                bytes[0] += length;
            }
        });
        // Whoever opens the file looks at its first bytes.
        Content begin = Content.of(stream(spec));
        long lengthBytes = Math.max(bytes[0], spec.minimumBytes());
        return new EncodedFragment(
                begin.then(Content.zeros(Math.max(0, lengthBytes - begin.lengthBytes()))), index.build());
    }

    /** Some real one. */
    private static byte[] stream(EncoderSpec.Streams spec) {
        byte[] stream = new byte[EncoderSpec.Streams.slackBytes(1)];
        try (UnitCompressor compressor = new UnitCompressor(spec.unitBytes(), spec.compression(), false)) {
            int lengthBytes = compressor.compress(new byte[1], 0, 1, stream, 0, stream.length);
            return Arrays.copyOf(stream, lengthBytes);
        }
    }

    private FragmentIndexBuilder index(Packing packing) {
        return new FragmentIndexBuilder(packing, unitBytes, range.start().bytes() / unitBytes);
    }

    private int compressed(int lengthBytes) {
        return Math.max(1, (int) (lengthBytes * compressedTo));
    }

    private static void add(FragmentIndexBuilder index, long count, boolean plain) {
        index.zero(plain ? 0 : count);
        for (long unit = 0; plain && unit < count; unit++) {
            index.plain();
        }
    }

    /** Tells of all units, in order. */
    private void forEach(Units units) {
        long first = range.start().bytes() / unitBytes;
        long end = Math.ceilDiv(range.start().bytes() + range.lengthBytes(), unitBytes);
        long next = first;
        for (Extent extent : range.extents()) {
            if (extent.hasBytes()) {
                long dataFirst = Math.max(next, extent.start().bytes() / unitBytes);
                long dataEnd = Math.max(dataFirst, Math.ceilDiv(extent.end().bytes(), unitBytes));
                run(units, dataFirst - next, false);
                run(units, dataEnd - dataFirst, true);
                next = dataEnd;
            }
        }
        run(units, end - next, false);
    }

    private static void run(Units units, long count, boolean data) {
        if (count > 0) {
            units.run(count, data);
        }
    }

    /** Bytes that take no memory, and are not all zero. */
    private static Content data(long lengthBytes) {
        return lengthBytes == 0
                ? Content.zeros(0)
                : Content.of(ByteBuffer.wrap(new byte[] {1})).then(Content.zeros(lengthBytes - 1));
    }
}
