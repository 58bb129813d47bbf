package io.vmloom.coordinator.estimate;

import io.vmloom.store.Requests;

/**
 * What work takes.
 *
 * @param slotSeconds how long workers' slots are busy, all of them together
 */
public record Effort(Requests requests, Messages messages, double slotSeconds) {
    public static final Effort NONE = new Effort(Requests.NONE, new Messages(0, 0, 0), 0);

    public Effort plus(Effort more) {
        return new Effort(requests.plus(more.requests), messages.plus(more.messages), slotSeconds + more.slotSeconds);
    }
}
