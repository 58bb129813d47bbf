package io.vmloom.loadtest.chaos;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** The manifest of one round: every image into a format by turns. Targets are the same in each, as their bytes are to be. */
record Batch(String name, int images) {
    private static final String FLAT = "format: vmdk, options: {subformat: monolithicFlat}";
    private static final List<String> OUTPUTS = List.of(
            "format: qcow2, options: {compress: on}",
            "format: vmdk, options: {subformat: streamOptimized}",
            "format: qcow2",
            "format: raw",
            "format: vhdx",
            "format: vdi",
            "format: vpc",
            FLAT);

    static String image(int number) {
        return "in/disk-" + number + ".raw";
    }

    /** Keys of each target's files, in the manifest's order. */
    List<List<String>> targets() {
        return IntStream.range(0, images).mapToObj(Batch::files).toList();
    }

    private static List<String> files(int number) {
        return output(number).equals(FLAT)
                ? List.of(target(number), target(number) + "-flat")
                : List.of(target(number));
    }

    private static String target(int number) {
        return "out/disk-" + number;
    }

    private static String output(int number) {
        return OUTPUTS.get(number % OUTPUTS.size());
    }

    byte[] manifest() {
        StringBuilder text = new StringBuilder("apiVersion: vmloom.io/v1\nname: " + name + "\nitems:\n");
        for (int i = 0; i < images; i++) {
            text.append("  - source: {uri: \"s3://%s/%s\", format: raw}%n".formatted(Cluster.BUCKET, image(i)));
            text.append("    output: {uri: \"s3://%s/%s\", %s}%n".formatted(Cluster.BUCKET, target(i), output(i)));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
