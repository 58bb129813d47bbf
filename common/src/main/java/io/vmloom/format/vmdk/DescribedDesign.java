package io.vmloom.format.vmdk;

import io.vmloom.layout.Arrangement;
import io.vmloom.table.ExtentFile;
import io.vmloom.table.GroupSet;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import io.vmloom.table.TargetDesign;
import io.vmloom.task.EncoderSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A text that describes the disk, whose extents are other files. */
record DescribedDesign(long virtualBytes, List<ExtentFile> extents, String descriptor) implements TargetDesign {
    DescribedDesign {
        extents = List.copyOf(extents);
    }

    @Override
    public EncoderSpec encoder() {
        return extents.getFirst().design().encoder();
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
        return text().length;
    }

    @Override
    public long maxFileBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public void writeFront(Stitch stitch, TableSink sink) {}

    @Override
    public void writeTail(Stitch stitch, TableSink sink) {
        sink.write(text());
    }

    private byte[] text() {
        return descriptor.getBytes(StandardCharsets.US_ASCII);
    }
}
