package io.vmloom.wire;

import io.vmloom.codec.Wrapper;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import io.vmloom.task.UnpackTarget;
import tools.jackson.databind.node.ObjectNode;

/** What only the unpacking of a compressed file has. */
final class UnpackFields {
    private UnpackFields() {}

    static void write(Task.Unpack task, ObjectNode map) {
        map.set("packed", StoreFields.write(task.packed()));
        map.put("wrapper", task.wrapper().name()).put("max", task.maxBytes());
        map.set("target", write(task.target()));
    }

    static Task.Unpack read(TaskId id, Fields fields) {
        return new Task.Unpack(
                id,
                StoreFields.version(fields.fields("packed")),
                fields.constant("wrapper", Wrapper.class),
                fields.number("max"),
                target(fields.fields("target")));
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
