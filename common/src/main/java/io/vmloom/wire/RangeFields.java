package io.vmloom.wire;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.vmloom.error.InternalException;
import io.vmloom.extent.Extent;
import io.vmloom.range.WorkRange;
import io.vmloom.unit.GuestOffset;
import java.nio.ByteBuffer;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A range as a map; its extents are packed, and compressed when they are many. */
final class RangeFields {
    private static final int MAX_PACKED_BYTES = 8 << 20;
    private static final int COMPRESS_FROM_BYTES = 256;
    private static final int LEVEL = 3;

    private RangeFields() {}

    static ObjectNode write(WorkRange range) {
        if (range.extents().size() > ExtentPacking.MAX_EXTENTS) {
            throw new InternalException(
                    "range " + range.index() + " must have at most " + ExtentPacking.MAX_EXTENTS + " extents, got: "
                            + range.extents().size(),
                    null);
        }
        ObjectNode map = Fields.empty()
                .put("index", range.index())
                .put("start", range.start().bytes())
                .put("length", range.lengthBytes())
                .put("data", range.dataBytes())
                .put("extents", range.extents().size());
        byte[] packed = ExtentPacking.pack(range.extents());
        return packed.length < COMPRESS_FROM_BYTES
                ? map.put("packed", packed)
                : map.put("unpacked", packed.length).put("zstd", Zstd.compress(packed, LEVEL));
    }

    static WorkRange read(Fields fields) {
        return new WorkRange(
                fields.integer("index"),
                new GuestOffset(fields.number("start")),
                fields.number("length"),
                fields.number("data"),
                extents(fields));
    }

    private static List<Extent> extents(Fields fields) {
        int count = fields.integer("extents");
        if (count < 0 || count > ExtentPacking.MAX_EXTENTS) {
            throw new IllegalArgumentException(
                    "range must have 0–" + ExtentPacking.MAX_EXTENTS + " extents, got: " + count);
        }
        byte[] packed =
                fields.has("packed") ? fields.bytes("packed") : expand(fields.bytes("zstd"), fields.number("unpacked"));
        if (count > packed.length) {
            throw new IllegalArgumentException(count + " extents can not lie in " + packed.length + " bytes");
        }
        return ExtentPacking.unpack(ByteBuffer.wrap(packed), count);
    }

    private static byte[] expand(byte[] zstd, long length) {
        if (length < 0 || length > MAX_PACKED_BYTES) {
            throw new IllegalArgumentException(
                    "packed extents must have 0–" + MAX_PACKED_BYTES + " bytes, got: " + length);
        }
        byte[] packed = new byte[(int) length];
        try {
            long got = Zstd.decompress(packed, zstd);
            if (got != length) {
                throw new IllegalArgumentException("packed extents must expand to " + length + " bytes, got: " + got);
            }
        } catch (ZstdException e) {
            throw new IllegalArgumentException("packed extents can not be expanded: " + e.getMessage(), e);
        }
        return packed;
    }
}
