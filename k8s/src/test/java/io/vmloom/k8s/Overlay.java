package io.vmloom.k8s;

import io.vmloom.testing.Peers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What an overlay comes to, as {@code kubectl kustomize} renders it. */
record Overlay(String name, List<Resource> resources) {
    private static final Map<String, Overlay> RENDERED = new ConcurrentHashMap<>();
    private static final Pattern KUSTOMIZE = Pattern.compile("Kustomize Version: v(\\d+)");

    /** The first one that knows components. */
    private static final int LEAST_VERSION = 4;

    /** Skips the running test where there is no kubectl that can do it. */
    static Overlay local() {
        return rendered("local");
    }

    static Overlay production() {
        return rendered("production");
    }

    static Stream<Overlay> all() {
        return Stream.of(local(), production());
    }

    private static Overlay rendered(String name) {
        needKustomize();
        return RENDERED.computeIfAbsent(name, Overlay::render);
    }

    private static void needKustomize() {
        Matcher version = KUSTOMIZE.matcher(
                Peers.attempt("kubectl", "version", "--client").output());
        if (!version.find() || Integer.parseInt(version.group(1)) < LEAST_VERSION) {
            Peers.miss("a kubectl with Kustomize " + LEAST_VERSION + " or later");
        }
    }

    private static Overlay render(String name) {
        String text = Peers.run("kubectl", "kustomize", ModuleFiles.of("overlays/" + name))
                .output();
        try (var documents = new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(text)) {
            List<Resource> resources =
                    documents.readAll().stream().map(Resource::new).toList();
            return new Overlay(name, resources);
        }
    }

    Stream<Resource> of(String kind) {
        return resources.stream().filter(resource -> resource.kind().equals(kind));
    }

    Resource get(String kind, String name) {
        return of(kind).filter(resource -> resource.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    Set<String> names(String kind) {
        return of(kind).map(Resource::name).collect(Collectors.toSet());
    }

    /** Those that run vmloom itself. */
    Stream<Resource> ownDeployments() {
        return of("Deployment").filter(deployment -> deployment.name().startsWith("vmloom-"));
    }

    /** The variables of the settings that both roles get. */
    Map<String, String> settings() {
        Resource settings = of("ConfigMap")
                .filter(map -> map.name().startsWith("vmloom-settings"))
                .findFirst()
                .orElseThrow();
        return settings.labels("/data");
    }

    @Override
    public String toString() {
        return name;
    }
}
