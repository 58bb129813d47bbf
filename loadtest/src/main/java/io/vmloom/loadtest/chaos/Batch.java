package io.vmloom.loadtest.chaos;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The manifest of one round: every image into a format by turns, and machines of some of them into packages. A name is a batch however
 * often it is submitted.
 *
 * @param outputs the format of each target
 */
record Batch(
        String name,
        int images,
        IntFunction<String> sources,
        String directory,
        IntFunction<String> outputs,
        List<PackedMachine> machines) {
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

    static final String SOURCES = "in";
    static final String TARGETS = "out";

    /** Makes the images of all formats that the other rounds have as sources. */
    static Batch preparation(int images) {
        return new Batch(
                "preparation", images, number -> raw(image(number)), SOURCES, number -> format(number), List.of());
    }

    /** Targets are the same in each, as their bytes are to be. */
    static Batch of(String name, int images) {
        return new Batch(
                name,
                images,
                Batch::made,
                TARGETS,
                number -> format(1 + number + number / FORMATS.size()),
                PackedMachine.of(images));
    }

    static String image(int number) {
        return "raw/disk-" + number + ".raw";
    }

    static String name(int number) {
        return "disk-" + number;
    }

    /** Keys of the files that each item leaves, in the order of the report; nothing is left of disks that are put into a package. */
    List<List<String>> targets() {
        return Stream.concat(
                        IntStream.range(0, images).mapToObj(this::files),
                        machines.stream().flatMap(Batch::files))
                .toList();
    }

    private static Stream<List<String>> files(PackedMachine machine) {
        return Stream.concat(
                Stream.generate(List::<String>of).limit(machine.disks().size()), Stream.of(List.of(machine.target())));
    }

    private List<String> files(int number) {
        String target = target(number);
        return outputs.apply(number).equals(FLAT) ? List.of(target, target + "-flat") : List.of(target);
    }

    private String target(int number) {
        return directory + "/" + name(number);
    }

    private static String format(int number) {
        return FORMATS.get(number % FORMATS.size());
    }

    private static String raw(String key) {
        return "uri: \"%s\", format: raw".formatted(uri(key));
    }

    private static String made(int number) {
        String key = SOURCES + "/" + name(number);
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
        for (PackedMachine machine : machines) {
            text.append("  - source: {uri: \"%s\"}%n".formatted(uri(machine.source())));
            text.append("    kind: machine%n    output: {uri: \"%s\", config: ova}%n".formatted(uri(machine.target())));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
