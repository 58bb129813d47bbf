package io.vmloom.coordinator.state;

import io.vmloom.coordinator.terms.Priority;
import java.util.Optional;

/**
 * What people asked of a batch since it was submitted.
 *
 * @param cancelled whether somebody asked for its end; its items have then only to be cleaned up
 * @param confirmed whether somebody said go
 * @param priority in place of that of its terms
 * @param reopened how often what failed was to be tried once more
 */
public record Orders(boolean cancelled, boolean paused, boolean confirmed, Optional<Priority> priority, int reopened) {
    public static final Orders NONE = new Orders(false, false, false, Optional.empty(), 0);
}
