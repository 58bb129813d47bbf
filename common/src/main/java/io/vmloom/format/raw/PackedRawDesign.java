package io.vmloom.format.raw;

import io.vmloom.codec.Codecs;
import io.vmloom.codec.Compressor;
import io.vmloom.codec.Wrapper;
import io.vmloom.layout.Arrangement;
import io.vmloom.table.GroupSet;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import io.vmloom.table.TargetDesign;
import io.vmloom.task.EncoderSpec;
import java.util.Arrays;
import java.util.Optional;

/** A raw disk as a compressed file of many streams, one after the other. */
record PackedRawDesign(long virtualBytes, EncoderSpec.Streams encoder) implements TargetDesign {
    private static final int MOST_BYTES_OF_NOTHING = 100;

    @Override
    public Optional<Wrapper> wrapper() {
        return Optional.of(encoder.wrapper());
    }

    @Override
    public Arrangement arrangement() {
        return Arrangement.ORDERED;
    }

    @Override
    public int frontAlignmentBytes() {
        return 1;
    }

    @Override
    public long frontBytes(GroupSet groups, long dataBytes) {
        return 0;
    }

    @Override
    public long tailBytes() {
        return tail().length;
    }

    @Override
    public long maxFileBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public void writeFront(Stitch stitch, TableSink sink) {}

    @Override
    public void writeTail(Stitch stitch, TableSink sink) {
        sink.write(tail());
    }

    /** A file without any stream would be damaged, so that an empty disk has one of no bytes. */
    private byte[] tail() {
        if (virtualBytes > 0) {
            return new byte[0];
        }
        try (Compressor compressor = Codecs.compressor(encoder.compression())) {
            byte[] stream = new byte[MOST_BYTES_OF_NOTHING];
            return Arrays.copyOf(stream, compressor.compress(stream, 0, 0, stream, 0, stream.length));
        }
    }
}
