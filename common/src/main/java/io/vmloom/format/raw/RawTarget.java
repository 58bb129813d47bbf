package io.vmloom.format.raw;

import io.vmloom.codec.Wrapper;
import io.vmloom.format.TargetOptions;
import io.vmloom.table.FlatDesign;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetFormat;
import io.vmloom.table.TargetRequest;
import io.vmloom.task.EncoderSpec;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Writes raw disks, plain or as a compressed file. The size is what is asked for, to the byte. */
final class RawTarget implements TargetFormat {
    private static final String OUTER = "outer";
    private static final String LEVEL = "compression_level";

    /** Streams so long lose little by being apart; whoever reads one needs so much memory. */
    private static final Map<Wrapper, Integer> UNIT_BYTES =
            Map.of(Wrapper.GZIP, 1 << 20, Wrapper.ZSTD, 1 << 20, Wrapper.XZ, 4 << 20);

    @Override
    public TargetDesign design(TargetRequest request) {
        TargetOptions options = new TargetOptions(request, RawFormat.NAME).requireKnown(Set.of(OUTER, LEVEL));
        if (!options.has(OUTER)) {
            if (options.has(LEVEL)) {
                throw options.wrong(LEVEL + " is for outer=gzip, xz or zstd");
            }
            return new FlatDesign(request.virtualBytes(), request.virtualBytes(), new byte[0]);
        }
        Wrapper wrapper = wrapper(options);
        return new PackedRawDesign(
                request.virtualBytes(),
                new EncoderSpec.Streams(UNIT_BYTES.getOrDefault(wrapper, 0), wrapper, level(wrapper, options), 0));
    }

    private static Wrapper wrapper(TargetOptions options) {
        String name = options.request().options().getOrDefault(OUTER, "");
        return Wrapper.ofFormat(name)
                .filter(UNIT_BYTES::containsKey)
                .orElseThrow(() -> options.wrong(OUTER + " must be one of "
                        + String.join(
                                ", ",
                                new TreeSet<>(UNIT_BYTES.keySet().stream()
                                        .map(Wrapper::formatName)
                                        .toList()))
                        + ", got: '" + name + "'"));
    }

    /** By default the programs' own. */
    private static int level(Wrapper wrapper, TargetOptions options) {
        return switch (wrapper) {
            case GZIP -> options.number(LEVEL, 6, 1, 12);
            case XZ -> options.number(LEVEL, 6, 0, 9);
            case ZSTD -> options.number(LEVEL, 3, 1, 22);
            case BZIP2 -> throw options.wrong("bzip2 files are only read");
        };
    }
}
