package io.vmloom.wire;

import io.vmloom.store.ObjectVersion;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;

/** What a message of the task queue holds. */
public sealed interface TaskMessage {
    record Whole(Task task) implements TaskMessage {}

    /** The task's own message lies in an object, because it is too long for the queue. */
    record Spilled(TaskId id, ObjectVersion object) implements TaskMessage {
        public Spilled {
            if (object.sizeBytes() < 0 || object.sizeBytes() > TaskWire.MAX_BYTES) {
                throw new IllegalArgumentException(
                        "spilled task must have at most " + TaskWire.MAX_BYTES + " bytes, got: " + object.sizeBytes());
            }
        }

        public int messageBytes() {
            return (int) object.sizeBytes();
        }
    }
}
