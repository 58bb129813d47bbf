package io.vmloom.wire;

import io.vmloom.store.ObjectVersion;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import io.vmloom.tenant.Tenants;
import tools.jackson.databind.node.ObjectNode;

/** Tasks as messages. Fields that a reader does not know are ignored; everything else it does not know is refused. */
public final class TaskWire {
    /** No encoded task is longer. */
    public static final int MAX_BYTES = Envelope.MAX_BYTES;

    private static final String CONVERT = "CONVERT";
    private static final String COMPOSE = "COMPOSE";
    private static final String DIGEST = "DIGEST";
    private static final String UNPACK = "UNPACK";
    private static final String HASH = "HASH";
    private static final String SPILLED = "SPILLED";

    /** Missing where it is the usual one. */
    private static final String TENANT = "tenant";

    private TaskWire() {}

    public static byte[] encode(Task task) {
        ObjectNode message;
        switch (task) {
            case Task.Convert convert -> {
                message = Envelope.of(CONVERT, convert.id());
                ConvertFields.write(convert, message);
            }
            case Task.Compose compose -> {
                message = Envelope.of(COMPOSE, compose.id());
                ComposeFields.write(compose, message);
            }
            case Task.Unpack unpack -> {
                message = Envelope.of(UNPACK, unpack.id());
                UnpackFields.write(unpack, message);
            }
            case Task.Digest digest -> {
                message = Envelope.of(DIGEST, digest.id());
                message.set("members", Fields.list(digest.members(), StoreFields::write));
                CipherFields.write(digest.ciphers(), message);
                message.set("range", RangeFields.write(digest.range()));
                DamageFields.write(digest.onDamage(), message);
            }
            case Task.Hash hash -> {
                message = Envelope.of(HASH, hash.id());
                message.set("bytes", UnpackFields.write(hash.bytes()));
            }
        }
        if (!task.tenant().equals(Tenants.USUAL)) {
            message.put(TENANT, task.tenant());
        }
        return Envelope.write(message);
    }

    /** Says that the message of a task lies in an object. */
    public static byte[] encodeSpilled(TaskId id, ObjectVersion object) {
        ObjectNode message = Envelope.of(SPILLED, id);
        message.set("object", StoreFields.write(object));
        return Envelope.write(message);
    }

    public static TaskMessage decode(byte[] bytes) throws WireException {
        return Envelope.read(
                bytes,
                (id, kind, fields) -> SPILLED.equals(kind)
                        ? new TaskMessage.Spilled(id, StoreFields.version(fields.fields("object")))
                        : new TaskMessage.Whole(task(id, kind, fields)));
    }

    /** A message that holds its task itself, and refers to no other one. */
    public static Task decodeWhole(byte[] bytes) throws WireException {
        return Envelope.read(bytes, TaskWire::task);
    }

    private static Task task(TaskId id, String kind, Fields fields) {
        Task task = work(id, kind, fields);
        return fields.has(TENANT) ? task.withTenant(fields.text(TENANT)) : task;
    }

    private static Task work(TaskId id, String kind, Fields fields) {
        return switch (kind) {
            case CONVERT -> ConvertFields.read(id, fields);
            case COMPOSE -> ComposeFields.read(id, fields);
            case UNPACK -> UnpackFields.read(id, fields);
            case DIGEST ->
                new Task.Digest(
                        id,
                        fields.list("members", StoreFields::version),
                        CipherFields.read(fields),
                        RangeFields.read(fields.fields("range")),
                        DamageFields.policy(fields));
            case HASH -> new Task.Hash(id, UnpackFields.range(fields.fields("bytes")));
            default -> throw Envelope.unknownKind(kind);
        };
    }
}
