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
    private final Set<String> known = new HashSet<>();

    /** @param what how people call this mapping, such as {@code items[3].source} */
    Fields(String what, Node node) {
        this.what = what;
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
        return take(key).map(node -> new Fields(inside(key), node));
    }

    Optional<String> text(String key) {
        return take(key).map(node -> text(inside(key), node));
    }

    /** A text turned into something else, whose complaints then say where it stands. */
    <T> Optional<T> value(String key, Function<String, T> meaning) {
        return text(key).map(text -> {
            try {
                return meaning.apply(text);
            } catch (RequestException e) {
                throw position(key).refuse(inside(key) + ": " + e.getMessage());
            }
        });
    }

    /** The texts of a list, each turned into something else. */
    <T> List<T> values(String key, Function<String, T> meaning) {
        List<T> values = new ArrayList<>();
        for (Node node : sequence(key)) {
            String name = inside(key) + "[" + values.size() + "]";
            try {
                values.add(meaning.apply(text(name, node)));
            } catch (RequestException e) {
                throw node.position().refuse(name + ": " + e.getMessage());
            }
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
        return each(key, sequence(key), meaning);
    }

    /** The same of nodes that stand elsewhere in place of the list. */
    <T> List<T> each(String key, List<Node> nodes, Function<Fields, T> meaning) {
        List<T> read = new ArrayList<>();
        for (Node node : nodes) {
            Fields inner = new Fields(inside(key) + "[" + read.size() + "]", node);
            read.add(meaning.apply(inner));
            inner.end();
        }
        return read;
    }

    Optional<Map<String, String>> texts(String key) {
        return fields(key).map(inner -> {
            Map<String, String> texts = new LinkedHashMap<>();
            inner.mapping.entries().forEach((name, entry) -> texts.put(name, text(inner.inside(name), entry.value())));
            return texts;
        });
    }

    /** Refuses keys that were never asked for. */
    void end() {
        mapping.entries().forEach((key, entry) -> {
            if (!known.contains(key)) {
                throw entry.position()
                        .refuse("unknown key '" + key + "' in " + what + "; known keys are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        });
    }

    String inside(String key) {
        return what.equals(Manifest.WHOLE) ? key : what + "." + key;
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
