package io.vmloom.format.vmdk;

import io.vmloom.codec.Codec;
import io.vmloom.codec.Compression;
import io.vmloom.error.RequestException;
import io.vmloom.table.TargetRequest;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The {@code -o} options of a VMDK target, under qemu-img's names and with its defaults.
 *
 * @param keepsStreams whether grains are taken as the source compressed them, where it can be: unless a level is wanted
 */
record VmdkOptions(
        Subformat subformat,
        Adapter adapter,
        String hardwareVersion,
        String toolsVersion,
        Compression compression,
        boolean keepsStreams) {
    /** A disk controller, with the geometry that goes with it. */
    enum Adapter {
        IDE("ide", 16, 16383),
        LSILOGIC("lsilogic", 255, Long.MAX_VALUE),
        BUSLOGIC("buslogic", 255, Long.MAX_VALUE),
        LEGACY_ESX("legacyESX", 255, Long.MAX_VALUE);

        static final int SECTORS_PER_TRACK = 63;

        private final String wireName;
        private final int heads;
        private final long maxCylinders;

        Adapter(String wireName, int heads, long maxCylinders) {
            this.wireName = wireName;
            this.heads = heads;
            this.maxCylinders = maxCylinders;
        }

        String wireName() {
            return wireName;
        }

        int heads() {
            return heads;
        }

        long cylinders(long capacitySectors) {
            return Math.clamp(capacitySectors / ((long) heads * SECTORS_PER_TRACK), 1L, maxCylinders);
        }
    }

    private static final String SUBFORMAT = "subformat";
    private static final Set<String> KNOWN =
            Set.of(SUBFORMAT, "adapter_type", "hwversion", "toolsversion", "compression_level");
    private static final String LEVEL = "compression_level";
    private static final Pattern NUMBER = Pattern.compile("\\d{1,10}");
    private static final String DEFAULT_LEVEL = "5";

    static VmdkOptions of(TargetRequest request) {
        Map<String, String> options = request.options();
        for (String name : new TreeSet<>(options.keySet())) {
            if (!KNOWN.contains(name)) {
                throw wrong(
                        request,
                        "unknown vmdk option '" + name + "'; known are " + String.join(", ", new TreeSet<>(KNOWN)));
            }
        }
        Subformat subformat =
                subformat(request, options.getOrDefault(SUBFORMAT, Subformat.MONOLITHIC_SPARSE.wireName()));
        if (subformat != Subformat.STREAM_OPTIMIZED && options.containsKey(LEVEL)) {
            throw wrong(request, LEVEL + " means nothing without subformat=streamOptimized");
        }
        return new VmdkOptions(
                subformat,
                adapter(
                        request,
                        options.getOrDefault("adapter_type", usual(subformat).wireName())),
                number(request, "hwversion", options.getOrDefault("hwversion", "4")),
                number(request, "toolsversion", options.getOrDefault("toolsversion", "2147483647")),
                compression(request, options.getOrDefault(LEVEL, DEFAULT_LEVEL)),
                !options.containsKey(LEVEL));
    }

    private static Adapter usual(Subformat subformat) {
        return subformat == Subformat.VMFS ? Adapter.LSILOGIC : Adapter.IDE;
    }

    private static Subformat subformat(TargetRequest request, String value) {
        return Subformat.of(value)
                .orElseThrow(
                        () -> wrong(request, "unknown vmdk subformat '" + value + "'; known are " + Subformat.names()));
    }

    private static Adapter adapter(TargetRequest request, String value) {
        for (Adapter adapter : Adapter.values()) {
            if (adapter.wireName().equals(value)) {
                return adapter;
            }
        }
        throw wrong(request, "adapter_type must be ide, lsilogic, buslogic or legacyESX, got: '" + value + "'");
    }

    private static String number(TargetRequest request, String name, String value) {
        if (!NUMBER.matcher(value).matches()) {
            throw wrong(request, name + " must be a number of up to ten digits, got: '" + value + "'");
        }
        return value;
    }

    private static Compression compression(TargetRequest request, String value) {
        int level = Integer.parseInt(NUMBER.matcher(value).matches() && value.length() < 3 ? value : "99");
        if (level > 12) {
            throw wrong(request, "compression_level must be 0 to 12, got: '" + value + "'");
        }
        return new Compression(Codec.ZLIB, level);
    }

    private static RequestException wrong(TargetRequest request, String reason) {
        return new RequestException(request.name() + ": " + reason);
    }
}
