package io.vmloom.coordinator.estimate;

import io.vmloom.codec.Codec;
import io.vmloom.codec.Wrapper;
import io.vmloom.error.RequestException;
import io.vmloom.extent.Extent;
import io.vmloom.extent.Mapping;
import io.vmloom.range.WorkRange;
import io.vmloom.task.EncoderSpec;
import io.vmloom.task.Piece;
import io.vmloom.task.Task;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How fast workers are, in mebibytes of guest data a second and slot. The usual numbers were measured by
 * {@code loadtest bench} on one core, but for XZ, bzip2, ADC, LZFSE and reading zstd, which are guesses.
 *
 * @param slotsPerWorker tasks that one worker does at once: as many as it has cores
 * @param networkMebibytes that one worker moves in a second, in both directions; 0 if that is no limit
 * @param compressedTo which part of its length is left of data that is compressed
 * @param read by the source's codecs in lower case, {@code plain} for what is not compressed
 * @param write the same for targets, digesting and decoding back included
 */
public record Throughput(
        int slotsPerWorker,
        double networkMebibytes,
        double compressedTo,
        Map<String, Double> read,
        Map<String, Double> write) {
    private static final String PLAIN = "plain";
    private static final double PLAIN_RATE = 700;
    private static final double MEBIBYTE = 1 << 20;

    private static final Map<String, Double> USUAL_READ = Map.of(
            PLAIN,
            PLAIN_RATE,
            "deflate",
            280.0,
            "zlib",
            280.0,
            "gzip",
            280.0,
            "zstd",
            500.0,
            "bzip2",
            25.0,
            "xz",
            60.0,
            "lzfse",
            200.0,
            "adc",
            150.0);
    private static final Map<String, Double> USUAL_WRITE =
            Map.of(PLAIN, PLAIN_RATE, "deflate", 115.0, "zlib", 115.0, "gzip", 115.0, "zstd", 260.0, "xz", 5.0);

    public static final Throughput USUAL = new Throughput(2, 0, 0.5, Map.of(), Map.of());

    public Throughput {
        read = completed("read", USUAL_READ, read);
        write = completed("write", USUAL_WRITE, write);
        if (slotsPerWorker < 1 || networkMebibytes < 0 || compressedTo <= 0 || compressedTo > 1) {
            throw new RequestException(
                    "a worker has at least 1 slot, and data is compressed to more than 0 and at most 1"
                            + " of its length, got: " + slotsPerWorker + " slots, " + compressedTo);
        }
    }

    private static Map<String, Double> completed(String what, Map<String, Double> usual, Map<String, Double> given) {
        Map<String, Double> all = new TreeMap<>(usual);
        given.forEach((codec, rate) -> {
            if (!usual.containsKey(codec) || !(rate > 0)) {
                throw new RequestException("rates to " + what + " are more than 0 MiB/s for one of "
                        + new TreeMap<>(usual).keySet() + ", got: " + codec + ": " + rate);
            }
            all.put(codec, rate);
        });
        return Map.copyOf(all);
    }

    /** How long a slot is busy with a task. */
    double seconds(Task task) {
        return switch (task) {
            case Task.Convert convert -> reading(convert.range()) + writing(convert);
            case Task.Digest digest -> reading(digest.range());
            case Task.Compose compose ->
                time(compose.pieces().stream().mapToLong(Piece::lengthBytes).sum(), write, Optional.empty());
            case Task.Hash hash -> time(hash.bytes().lengthBytes(), read, Optional.empty());
            case Task.Unpack unpack ->
                time(unpack.maxBytes(), read, unpack.wrapper().map(Wrapper::codec));
        };
    }

    private double reading(WorkRange range) {
        double seconds = 0;
        for (Extent extent : range.extents()) {
            seconds += switch (extent.mapping()) {
                case Mapping.Data _, Mapping.Encrypted _ -> time(extent.lengthBytes(), read, Optional.empty());
                case Mapping.Compressed compressed ->
                    time(
                            extent.lengthBytes(),
                            read,
                            Optional.of(compressed.unit().codec()));
                case Mapping.Zero _, Mapping.Unallocated _, Mapping.Lost _ -> 0;
            };
        }
        return seconds;
    }

    /** What is taken as the source compressed it costs no more than plain data. */
    private double writing(Task.Convert task) {
        long keptBytes = task.range().extents().stream()
                .filter(task.encoder()::keeps)
                .mapToLong(Extent::lengthBytes)
                .sum();
        return time(keptBytes, write, Optional.empty())
                + time(task.range().dataBytes() - keptBytes, write, codec(task.encoder()));
    }

    private static double time(long bytes, Map<String, Double> rates, Optional<Codec> codec) {
        String name = codec.map(known -> known.name().toLowerCase(Locale.ROOT)).orElse(PLAIN);
        return bytes / MEBIBYTE / Optional.ofNullable(rates.get(name)).orElse(PLAIN_RATE);
    }

    private static Optional<Codec> codec(EncoderSpec encoder) {
        return switch (encoder) {
            case EncoderSpec.Identity _, EncoderSpec.PackedPlain _ -> Optional.empty();
            case EncoderSpec.PackedCompressed packed ->
                Optional.of(packed.compression().codec());
            case EncoderSpec.MarkedStream marked ->
                Optional.of(marked.compression().codec());
            case EncoderSpec.Streams streams ->
                Optional.of(streams.compression().codec());
            case EncoderSpec.Encrypted encrypted -> codec(encrypted.inside());
        };
    }
}
