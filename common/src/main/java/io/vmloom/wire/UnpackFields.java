package io.vmloom.wire;

import io.vmloom.codec.Wrapper;
import io.vmloom.store.FileRange;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import io.vmloom.task.UnpackTarget;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What only the unpacking of a compressed file has. */
final class UnpackFields {
    private UnpackFields() {}

    static void write(Task.Unpack task, ObjectNode map) {
        if (task.packed().size() == 1 && task.packed().getFirst().isWhole()) {
            map.set("packed", StoreFields.write(task.packed().getFirst().file()));
        } else {
            map.set("pieces", Fields.list(task.packed(), UnpackFields::write));
        }
        task.wrapper().ifPresent(wrapper -> map.put("wrapper", wrapper.name()));
        map.put("max", task.maxBytes());
        map.set("target", write(task.target()));
    }

    static Task.Unpack read(TaskId id, Fields fields) {
        return new Task.Unpack(
                id,
                fields.has("pieces")
                        ? fields.list("pieces", UnpackFields::range)
                        : List.of(FileRange.whole(StoreFields.version(fields.fields("packed")))),
                fields.has("wrapper") ? Optional.of(fields.constant("wrapper", Wrapper.class)) : Optional.empty(),
                fields.number("max"),
                target(fields.fields("target")));
    }

    static ObjectNode write(FileRange range) {
        ObjectNode map = Fields.empty().put("start", range.start()).put("length", range.lengthBytes());
        map.set("file", StoreFields.write(range.file()));
        return map;
    }

    static FileRange range(Fields fields) {
        return new FileRange(
                StoreFields.version(fields.fields("file")), fields.number("start"), fields.number("length"));
    }

    private static ObjectNode write(UnpackTarget target) {
        ObjectNode map = Fields.empty();
        switch (target) {
            case UnpackTarget.Staged staged -> {
                map.put("kind", "STAGED");
                map.set("at", StoreFields.write(staged.object()));
                map.set("metadata", Fields.texts(staged.metadata()));
            }
            case UnpackTarget.Local(String name) -> map.put("kind", "LOCAL").put("name", name);
        }
        return map;
    }

    private static UnpackTarget target(Fields fields) {
        String kind = fields.text("kind");
        return switch (kind) {
            case "STAGED" ->
                new UnpackTarget.Staged(StoreFields.inBucket(fields.fields("at")), fields.texts("metadata"));
            case "LOCAL" -> new UnpackTarget.Local(fields.text("name"));
            default -> throw new IllegalArgumentException("unpacking target '" + kind + "' is not known");
        };
    }
}
