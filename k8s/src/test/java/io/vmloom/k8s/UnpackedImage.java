package io.vmloom.k8s;

import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An image as it lies in a tar file, and its layers upon each other in a folder, as a container would see them. */
final class UnpackedImage {
    private final Path root;
    private final JsonNode manifest;
    private final JsonNode configuration;

    UnpackedImage(Path tar, Path folder) throws IOException {
        Path parts = Files.createDirectory(folder.resolve("parts"));
        root = Files.createDirectory(folder.resolve("root"));
        Peers.run("tar", "-xf", tar, "-C", parts);
        manifest = json(parts.resolve("manifest.json")).path(0);
        configuration = json(parts.resolve(manifest.path("Config").asString()));
        manifest.path("Layers")
                .valueStream()
                .forEach(layer -> Peers.run("tar", "-xpf", parts.resolve(layer.asString()), "-C", root));
    }

    Path root() {
        return root;
    }

    String name() {
        return manifest.at("/RepoTags/0").asString();
    }

    /** What is said of the image, and under {@code config} of its containers. */
    JsonNode configuration() {
        return configuration;
    }

    List<String> entryPoint() {
        return strings("Entrypoint").toList();
    }

    List<String> arguments() {
        return strings("Cmd").toList();
    }

    /** Runs its entry point in it, as its user, with a process table of its own; nothing of it can be written. */
    Peers.Outcome run(String... arguments) throws IOException {
        Files.createDirectories(root.resolve("proc"));
        String user = configuration.at("/config/User").asString();
        List<String> command = new ArrayList<>(List.of("chroot", "--userspec=" + user, root.toString()));
        command.addAll(entryPoint());
        command.addAll(List.of(arguments));
        String quoted =
                String.join(" ", command.stream().map(word -> "'" + word + "'").toList());
        return Peers.attempt(
                "unshare",
                "--mount",
                "--pid",
                "--fork",
                "sh",
                "-c",
                "mount --bind " + root + " " + root + " && mount -t proc proc " + root
                        + "/proc && mount -o remount,ro,bind "
                        + root + " && mount -t tmpfs -o mode=1777 tmpfs " + root
                        + "/tmp && exec env -i PATH=\"$PATH\" LANG=C.UTF-8 " + quoted);
    }

    private Stream<String> strings(String list) {
        return configuration.path("config").path(list).valueStream().map(JsonNode::asString);
    }

    private static JsonNode json(Path file) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(file));
    }
}
