package io.vmloom.queue.kafka;

import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Precondition;
import io.vmloom.store.StagingKeys;
import io.vmloom.store.Stores;
import io.vmloom.task.Placement;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import io.vmloom.wire.TaskMessage;
import io.vmloom.wire.TaskWire;
import io.vmloom.wire.WireException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/**
 * Long tasks travel as objects among what their item stages in the target's bucket, and are swept with it. Tasks that
 * write to no bucket have no such place, and travel in the message at any length.
 */
final class TaskSpill {
    /** Brokers refuse messages of a megabyte and more unless told otherwise, and no topic likes them. */
    static final int MAX_INLINE_BYTES = 256 << 10;

    private final Stores stores;

    TaskSpill(Stores stores) {
        this.stores = stores;
    }

    /** The message for a task; puts the object that it needs. Throws {@link io.vmloom.error.StoreException}. */
    byte[] encode(Task task) {
        byte[] message = TaskWire.encode(task);
        if (message.length <= MAX_INLINE_BYTES) {
            return message;
        }
        return target(task).map(bucket -> spill(task.id(), bucket, message)).orElse(message);
    }

    /** The task whose message lies in an object. Throws {@link io.vmloom.error.StoreException}. */
    Task fetch(TaskMessage.Spilled spilled) throws WireException {
        ByteBuffer message = ByteBuffer.allocate(spilled.messageBytes());
        stores.open(spilled.object()).read(0, message);
        return TaskWire.decodeWhole(message.array());
    }

    /** Of one attempt alone, so that nothing that another attempt's message refers to is ever replaced. */
    private byte[] spill(TaskId id, Location.InBucket target, byte[] message) {
        String name = "task-" + id.kind() + "-" + id.generation() + "-" + id.index() + "-" + id.attempt();
        Location.InBucket place = StagingKeys.of(target, id.item(), name);
        ObjectVersion object = stores.objects(place).put(place, Content.of(message), Map.of(), Precondition.NONE);
        return TaskWire.encodeSpilled(id, object);
    }

    private static Optional<Location.InBucket> target(Task task) {
        return switch (task) {
            case Task.Convert convert ->
                switch (convert.placement()) {
                    case Placement.Part part -> Optional.of(part.staging());
                    case Placement.Staged staged -> Optional.of(staged.staging());
                    case Placement.Local local -> Optional.empty();
                };
            case Task.Compose compose -> Optional.of(compose.upload().target());
            case Task.Unpack unpack -> Optional.empty();
            case Task.Digest digest -> Optional.empty();
            case Task.Hash hash -> Optional.empty();
        };
    }
}
