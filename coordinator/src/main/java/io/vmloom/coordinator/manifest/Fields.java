package io.vmloom.coordinator.manifest;

import io.vmloom.error.RequestException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The keys of one mapping, taken one by one; {@link #end()} refuses what nobody took. */
final class Fields {
    private final String what;
    private final Node.Mapping mapping;
    private final Complaints complaints;
    private final Set<String> known = new HashSet<>();

    /** @param what how people call this mapping, such as {@code items[3].source} */
    Fields(String what, Node node, Complaints complaints) {
        this.what = what;
        this.complaints = complaints;
        if (!(node instanceof Node.Mapping found)) {
            throw node.position().refuse(what + " must be keys with values, got: " + describe(node));
        }
        this.mapping = found;
    }

    Position position() {
        return mapping.position();
    }

    /** Where the key's value stands, or the mapping itself when it is not there. */
    Position position(String key) {
        Node.Entry entry = mapping.entries().get(key);
        return entry == null ? mapping.position() : entry.value().position();
    }

    Optional<Node> take(String key) {
        known.add(key);
        return Optional.ofNullable(mapping.entries().get(key)).map(Node.Entry::value);
    }

    Node require(String key) {
        return take(key).orElseThrow(() -> mapping.position().refuse(what + " has no '" + key + "'"));
    }

    Optional<Fields> fields(String key) {
        return take(key).map(node -> new Fields(inside(key), node, complaints));
    }

    /** Of a key that has to be there. */
    Fields requireFields(String key) {
        return new Fields(inside(key), require(key), complaints);
    }

    /** A mapping turned into something else, and refused when it has keys that nobody asked for. */
    <T> Optional<T> section(String key, Function<Fields, T> meaning) {
        return take(key)
                .flatMap(node -> complaints.about(() -> whole(new Fields(inside(key), node, complaints), meaning)));
    }

    Optional<String> text(String key) {
        return take(key).map(node -> text(inside(key), node));
    }

    /** A text turned into something else, whose complaints then say where it stands. */
    <T> Optional<T> value(String key, Function<String, T> meaning) {
        return take(key).flatMap(node -> complaints.about(() -> value(inside(key), node, meaning)));
    }

    /** The same where nothing can be said of the rest without it. */
    <T> Optional<T> decisive(String key, Function<String, T> meaning) {
        return take(key).map(node -> value(inside(key), node, meaning));
    }

    /** The same of a key that has to be there. */
    <T> T require(String key, Function<String, T> meaning) {
        return value(inside(key), require(key), meaning);
    }

    /** The texts of a list, each turned into something else; the first wrong one ends it. */
    <T> List<T> values(String key, Function<String, T> meaning) {
        List<T> values = new ArrayList<>();
        for (Node node : sequence(key)) {
            values.add(value(inside(key) + "[" + values.size() + "]", node, meaning));
        }
        return values;
    }

    List<Node> sequence(String key) {
        return switch (take(key).orElse(new Node.Sequence(mapping.position(), List.of()))) {
            case Node.Sequence sequence -> sequence.items();
            case Node other -> throw other.position().refuse(inside(key) + " must be a list, got: " + describe(other));
        };
    }

    /** The mappings of a list, each turned into something else, and refused when it has keys that nobody asked for. */
    <T> List<T> each(String key, Function<Fields, T> meaning) {
        return complaints.about(() -> each(key, sequence(key), meaning)).orElse(List.of());
    }

    /** The same of nodes that stand elsewhere in place of the list. */
    <T> List<T> each(String key, List<Node> nodes, Function<Fields, T> meaning) {
        List<T> read = new ArrayList<>();
        int number = 0;
        for (Node node : nodes) {
            String name = inside(key) + "[" + number++ + "]";
            complaints
                    .about(() -> whole(new Fields(name, node, complaints), meaning))
                    .ifPresent(read::add);
        }
        return read;
    }

    Optional<Map<String, String>> texts(String key) {
        return fields(key).map(inner -> {
            Map<String, String> texts = new LinkedHashMap<>();
            inner.mapping
                    .entries()
                    .forEach((name, entry) -> complaints
                            .about(() -> text(inner.inside(name), entry.value()))
                            .ifPresent(text -> texts.put(name, text)));
            return texts;
        });
    }

    /** Refuses keys that were never asked for; once. */
    void end() {
        mapping.entries().forEach((key, entry) -> {
            if (!known.contains(key)) {
                complaints.hear(entry.position()
                        .refuse("unknown key '" + key + "' in " + what + "; known keys are "
                                + String.join(", ", known.stream().sorted().toList())));
            }
        });
        known.addAll(mapping.entries().keySet());
    }

    String inside(String key) {
        return what.equals(Manifest.WHOLE) ? key : what + "." + key;
    }

    private static <T> T whole(Fields fields, Function<Fields, T> meaning) {
        T read = meaning.apply(fields);
        fields.end();
        return read;
    }

    private static <T> T value(String what, Node node, Function<String, T> meaning) {
        String text = text(what, node);
        try {
            return meaning.apply(text);
        } catch (RequestException e) {
            throw node.position().refuse(what + ": " + e.getMessage());
        }
    }

    private static String text(String what, Node node) {
        if (node instanceof Node.Scalar(Position position, String text)) {
            return text;
        }
        throw node.position().refuse(what + " must be one value, got: " + describe(node));
    }

    private static String describe(Node node) {
        return switch (node) {
            case Node.Scalar scalar -> "'" + scalar.text() + "'";
            case Node.Sequence sequence -> "a list";
            case Node.Mapping mapping -> "keys with values";
        };
    }
}
