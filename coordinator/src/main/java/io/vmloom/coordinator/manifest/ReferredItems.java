package io.vmloom.coordinator.manifest;

import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.store.Location;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Items that a manifest does not write out: it names a document that lists them, or a prefix under which the sources stand.
 * They become the same nodes that would stand in the manifest.
 */
final class ReferredItems {
    static final int MAX_ITEMS = 1_000_000;

    private final Fields fields;
    private final ItemLists lists;
    private final Function<String, Location> location;
    private final Optional<NameTemplate> output;

    /** @param location what a reference means */
    ReferredItems(Fields fields, ItemLists lists, Function<String, Location> location) {
        this.fields = fields;
        this.lists = lists;
        this.location = location;
        this.output = fields.decisive("output", NameTemplate::new);
    }

    List<Node> nodes() {
        Optional<Location> document = fields.decisive("object", location);
        Optional<Location> listing = fields.decisive("listing", location);
        if (document.isPresent() == listing.isPresent()) {
            throw fields.position()
                    .refuse("items must be a list, or name one 'object' that lists them, or one 'listing' of sources");
        }
        List<Node> nodes = document.map(this::documented).orElseGet(() -> listed(listing.orElseThrow()));
        fields.end();
        return nodes;
    }

    private List<Node> documented(Location document) {
        Map<String, String> columns = fields.texts("columns").orElse(Map.of());
        String file = document.toString();
        String kind = fields.text("format").orElseGet(() -> file.substring(file.lastIndexOf('.') + 1));
        byte[] bytes = found("object", () -> lists.read(document, NodeReader.MAX_BYTES));
        List<Node> nodes = switch (kind) {
            case "csv" -> new CsvNodes(file, columns).read(bytes);
            case "jsonl" -> NodeReader.readLines(file, bytes);
            default ->
                throw fields.position("object")
                        .refuse("items.format must be jsonl or csv, or the name end so, got: '" + kind + "'");
        };
        return output.isEmpty()
                ? nodes
                : nodes.stream()
                        .map(node -> ItemNode.withTarget(node, output.get()))
                        .toList();
    }

    private List<Node> listed(Location prefix) {
        NameFilter filter =
                new NameFilter(fields.values("include", NameFilter::glob), fields.values("exclude", NameFilter::glob));
        NameTemplate template = output.orElseThrow(() -> fields.position()
                .refuse("items.output must say how targets are called, such as s3://bucket/out/{path}.qcow2"));
        Position position = fields.position("listing");
        List<Node> nodes = found("listing", () -> lists.list(prefix, MAX_ITEMS)).stream()
                .filter(source -> filter.takes(behind(prefix, source)))
                .map(source -> {
                    String behind = behind(prefix, source);
                    return ItemNode.of(position, behind, source.toString(), template.of(behind));
                })
                .toList();
        if (nodes.isEmpty()) {
            throw position.refuse("nothing under " + prefix + " matches");
        }
        return nodes;
    }

    private <T> T found(String key, Supplier<T> step) {
        try {
            return step.get();
        } catch (ConversionException e) {
            if (e.code() == ErrorCode.ACCESS_DENIED) {
                throw e; // no fault of the manifest
            }
            throw fields.position(key).refuse(fields.inside(key) + ": " + e.getMessage());
        }
    }

    /** What follows the prefix in a name, or the directory. */
    private static String behind(Location prefix, Location source) {
        String whole = source.toString();
        String rest = whole.substring(prefix.toString().length());
        return rest.startsWith("/") ? rest.substring(1) : rest;
    }
}
