package io.vmloom.loadtest.chaos;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** The manifest of one round: every image into a format by turns. Targets are the same in each, as their bytes are to be. */
record Batch(String name, int images) {
    private static final List<String> OUTPUTS = List.of(
            "format: qcow2, options: {compress: on}",
            "format: vmdk, options: {subformat: streamOptimized}",
            "format: qcow2",
            "format: raw",
            "format: vhdx",
            "format: vdi",
            "format: vpc");

    static String image(int number) {
        return "in/disk-" + number + ".raw";
    }

    /** Keys of all targets, in the manifest's order. */
    List<String> targets() {
        return IntStream.range(0, images)
                .mapToObj(number -> "out/disk-" + number)
                .toList();
    }

    byte[] manifest() {
        StringBuilder text = new StringBuilder("apiVersion: vmloom.io/v1\nname: " + name + "\nitems:\n");
        for (int i = 0; i < images; i++) {
            text.append("  - source: {uri: \"s3://%s/%s\", format: raw}%n".formatted(Cluster.BUCKET, image(i)));
            text.append("    output: {uri: \"s3://%s/%s\", %s}%n"
                    .formatted(Cluster.BUCKET, targets().get(i), OUTPUTS.get(i % OUTPUTS.size())));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
