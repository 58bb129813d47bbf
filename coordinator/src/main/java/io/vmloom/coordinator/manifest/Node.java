package io.vmloom.coordinator.manifest;

import java.util.List;
import java.util.Map;

/** A part of a manifest that still knows where it stands, so that every error can say so. */
sealed interface Node {
    Position position();

    /** A string, number or truth value as it was written. */
    record Scalar(Position position, String text) implements Node {}

    record Sequence(Position position, List<Node> items) implements Node {}

    /** Keys with their values, in the order they were written. */
    record Mapping(Position position, Map<String, Entry> entries) implements Node {}

    /** @param position of the key */
    record Entry(Position position, Node value) {}
}
