package io.vmloom.wire;

import io.vmloom.task.Piece;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import java.nio.ByteBuffer;
import tools.jackson.databind.node.ObjectNode;

/** What only compositions have: the pieces, and the part they become. */
final class ComposeFields {
    private static final String PART = "PART";

    private ComposeFields() {}

    static void write(Task.Compose task, ObjectNode map) {
        map.set("pieces", Fields.list(task.pieces(), ComposeFields::write));
        ObjectNode target = Fields.empty().put("kind", PART);
        target.set("upload", StoreFields.write(task.upload()));
        map.set("target", target.put("number", task.partNumber()));
    }

    static Task.Compose read(TaskId id, Fields fields) {
        Fields target = fields.fields("target");
        String kind = target.text("kind");
        if (!kind.equals(PART)) {
            throw new IllegalArgumentException("composition target '" + kind + "' is not known");
        }
        return new Task.Compose(
                id,
                fields.list("pieces", ComposeFields::piece),
                StoreFields.upload(target.fields("upload")),
                target.integer("number"));
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
}
