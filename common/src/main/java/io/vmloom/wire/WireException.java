package io.vmloom.wire;

import io.vmloom.task.TaskId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message that can not be read. Checked, because whoever reads a queue has to go on with the next message and must not
 * lose this one silently.
 */
public final class WireException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Optional<TaskId> id;

    WireException(String message, Optional<TaskId> id, @Nullable Throwable cause) {
        super(message, cause);
        this.id = id;
    }

    /** Whose message it was, when at least that could be read: enough to report a failure. */
    public Optional<TaskId> id() {
        return id;
    }
}
