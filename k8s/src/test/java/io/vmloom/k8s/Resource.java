package io.vmloom.k8s;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** One document of a manifest. */
record Resource(JsonNode node) {
    String kind() {
        return text("/kind");
    }

    String name() {
        return text("/metadata/name");
    }

    JsonNode at(String pointer) {
        return node.at(pointer);
    }

    /** Empty when there is nothing. */
    String text(String pointer) {
        return node.at(pointer).asString("");
    }

    Stream<JsonNode> each(String pointer) {
        return node.at(pointer).valueStream();
    }

    Map<String, String> labels(String pointer) {
        return labels(node.at(pointer));
    }

    static Map<String, String> labels(JsonNode labels) {
        Map<String, String> read = new TreeMap<>();
        labels.propertyStream()
                .forEach(label -> read.put(label.getKey(), label.getValue().asString()));
        return read;
    }

    /** For messages. */
    @Override
    public String toString() {
        return kind() + " " + name();
    }
}
