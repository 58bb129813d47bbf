package io.vmloom.wire;

import io.vmloom.store.Precondition;
import io.vmloom.task.ComposeTarget;
import io.vmloom.task.Piece;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import java.nio.ByteBuffer;
import tools.jackson.databind.node.ObjectNode;

/** What only compositions have: the pieces, and what they become. */
final class ComposeFields {
    private ComposeFields() {}

    static void write(Task.Compose task, ObjectNode map) {
        map.set("pieces", Fields.list(task.pieces(), ComposeFields::write));
        map.set("target", write(task.target()));
    }

    static Task.Compose read(TaskId id, Fields fields) {
        return new Task.Compose(id, fields.list("pieces", ComposeFields::piece), target(fields.fields("target")));
    }

    private static ObjectNode write(Piece piece) {
        ObjectNode map = Fields.empty();
        switch (piece) {
            case Piece.Staged staged -> {
                map.put("kind", "STAGED");
                map.set("object", StoreFields.write(staged.object()));
                map.put("offset", staged.offset()).put("length", staged.lengthBytes());
            }
            case Piece.Inline(ByteBuffer bytes) -> map.put("kind", "INLINE").put("bytes", Fields.copyOf(bytes));
            case Piece.Zeros(long lengthBytes) -> map.put("kind", "ZEROS").put("length", lengthBytes);
        }
        return map;
    }

    private static Piece piece(Fields fields) {
        String kind = fields.text("kind");
        return switch (kind) {
            case "STAGED" ->
                new Piece.Staged(
                        StoreFields.version(fields.fields("object")), fields.number("offset"), fields.number("length"));
            case "INLINE" -> new Piece.Inline(fields.buffer("bytes"));
            case "ZEROS" -> new Piece.Zeros(fields.number("length"));
            default -> throw new IllegalArgumentException("piece '" + kind + "' is not known");
        };
    }

    private static ObjectNode write(ComposeTarget target) {
        ObjectNode map = Fields.empty();
        switch (target) {
            case ComposeTarget.Part part -> {
                map.put("kind", "PART");
                map.set("upload", StoreFields.write(part.upload()));
                map.put("number", part.partNumber());
            }
            case ComposeTarget.WholeObject whole -> {
                map.put("kind", "OBJECT");
                map.set("at", StoreFields.write(whole.location()));
                map.set("metadata", Fields.texts(whole.metadata()));
                map.put("precondition", whole.precondition().name());
            }
        }
        return map;
    }

    private static ComposeTarget target(Fields fields) {
        String kind = fields.text("kind");
        return switch (kind) {
            case "PART" ->
                new ComposeTarget.Part(StoreFields.upload(fields.fields("upload")), fields.integer("number"));
            case "OBJECT" ->
                new ComposeTarget.WholeObject(
                        StoreFields.inBucket(fields.fields("at")),
                        fields.texts("metadata"),
                        fields.constant("precondition", Precondition.class));
            default -> throw new IllegalArgumentException("composition target '" + kind + "' is not known");
        };
    }
}
