package io.vmloom.coordinator.manifest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Makes and completes items as they would stand in a manifest. */
final class ItemNode {
    private static final int MAX_NAME = 100;

    private ItemNode() {}

    /**
     * @param position that complaints name
     * @param behind what follows the listing's prefix in the source's name, and serves as the item's
     */
    static Node of(Position position, String behind, String source, String target) {
        Node.Entry name = new Node.Entry(position, new Node.Scalar(position, shortened(behind)));
        Node.Mapping item = new Node.Mapping(position, Map.of("name", name));
        return with(with(item, "source", source), "output", target);
    }

    /** With nothing in it that an item's name may not have, and its end where it is too long. */
    static String shortened(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._-]", "-");
        String end = plain.substring(Math.max(0, plain.length() - MAX_NAME)).replaceFirst("^[._-]+", "");
        return end.isEmpty() ? "image" : end;
    }

    /** The same item with a target by its source's name, if it has none of its own and says what it is made of. */
    static Node withTarget(Node item, NameTemplate template) {
        if (!(item instanceof Node.Mapping mapping) || uri(mapping, "output").isPresent()) {
            return item;
        }
        return uri(mapping, "source")
                .<Node>map(source -> with(mapping, "output", template.of(name(source))))
                .orElse(item);
    }

    /** An object's key, or a path. */
    static String name(String uri) {
        return uri.replaceFirst("^s3://[^/]*/|^(file://)?/", "");
    }

    private static Optional<String> uri(Node.Mapping item, String end) {
        return item.entries().get(end) instanceof Node.Entry(Position _, Node.Mapping found)
                        && found.entries().get("uri")
                                instanceof Node.Entry(Position _, Node.Scalar(Position _, String uri))
                ? Optional.of(uri)
                : Optional.empty();
    }

    private static Node.Mapping with(Node.Mapping item, String end, String uri) {
        Position position = item.position();
        Map<String, Node.Entry> inner = new LinkedHashMap<>();
        if (item.entries().get(end) instanceof Node.Entry(Position _, Node.Mapping found)) {
            inner.putAll(found.entries());
        }
        inner.put("uri", new Node.Entry(position, new Node.Scalar(position, uri)));
        Map<String, Node.Entry> entries = new LinkedHashMap<>(item.entries());
        entries.put(end, new Node.Entry(position, new Node.Mapping(position, inner)));
        return new Node.Mapping(position, entries);
    }
}
