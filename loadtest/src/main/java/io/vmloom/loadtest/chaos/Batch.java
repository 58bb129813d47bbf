package io.vmloom.loadtest.chaos;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The manifest of one round: every image into a format by turns. A name is a batch however often it is submitted.
 *
 * @param outputs the format of each target
 */
record Batch(String name, int images, IntFunction<String> sources, String directory, IntFunction<String> outputs) {
    private static final String FLAT = "format: vmdk, options: {subformat: monolithicFlat}";
    private static final List<String> FORMATS = List.of(
            "format: qcow2, options: {compress: on}",
            "format: vmdk, options: {subformat: streamOptimized}",
            "format: qcow2",
            "format: raw",
            "format: vhdx",
            "format: vdi",
            "format: vpc",
            FLAT,
            "format: parallels",
            "format: qed");

    static final String TARGETS = "out";

    /** Makes the images of all formats that the other rounds have as sources. */
    static Batch preparation(int images) {
        return new Batch("preparation", images, number -> raw(image(number)), "in", number -> format(number));
    }

    /** Targets are the same in each, as their bytes are to be. */
    static Batch of(String name, int images) {
        return new Batch(name, images, Batch::made, TARGETS, number -> format(1 + number + number / FORMATS.size()));
    }

    static String image(int number) {
        return "raw/disk-" + number + ".raw";
    }

    /** Keys of each target's files, in the manifest's order. */
    List<List<String>> targets() {
        return IntStream.range(0, images).mapToObj(this::files).toList();
    }

    private List<String> files(int number) {
        String target = target(number);
        return outputs.apply(number).equals(FLAT) ? List.of(target, target + "-flat") : List.of(target);
    }

    private String target(int number) {
        return directory + "/disk-" + number;
    }

    private static String format(int number) {
        return FORMATS.get(number % FORMATS.size());
    }

    private static String raw(String key) {
        return "uri: \"%s\", format: raw".formatted(uri(key));
    }

    private static String made(int number) {
        String key = "in/disk-" + number;
        return switch (format(number)) {
            case "format: raw" -> raw(key);
            case FLAT -> "uri: \"%s\", chain: [{uri: \"%s\"}]".formatted(uri(key), uri(key + "-flat"));
            default -> "uri: \"%s\"".formatted(uri(key));
        };
    }

    private static String uri(String key) {
        return "s3://" + Cluster.BUCKET + "/" + key;
    }

    byte[] manifest() {
        StringBuilder text = new StringBuilder(
                "apiVersion: vmloom.io/v1\nname: %s\nclientToken: chaos-%s\nitems:\n".formatted(name, name));
        for (int i = 0; i < images; i++) {
            text.append("  - source: {%s}%n".formatted(sources.apply(i)));
            text.append("    output: {uri: \"%s\", %s}%n".formatted(uri(target(i)), outputs.apply(i)));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
