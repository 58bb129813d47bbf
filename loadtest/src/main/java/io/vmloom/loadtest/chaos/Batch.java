package io.vmloom.loadtest.chaos;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The manifest of one round: every image into a format by turns, below a prefix of the round's own. */
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

    String target(int number) {
        return name + "/disk-" + number;
    }

    byte[] manifest() {
        StringBuilder text = new StringBuilder("apiVersion: vmloom.io/v1\nname: " + name + "\nitems:\n");
        for (int i = 0; i < images; i++) {
            text.append("  - source: {uri: \"s3://%s/%s\", format: raw}%n".formatted(Cluster.BUCKET, image(i)));
            text.append("    output: {uri: \"s3://%s/%s\", %s}%n"
                    .formatted(Cluster.BUCKET, target(i), OUTPUTS.get(i % OUTPUTS.size())));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
