package io.vmloom.coordinator.hooks;

import io.vmloom.coordinator.terms.Webhook;

/** Sends a message once. */
@FunctionalInterface
public interface HookSender extends AutoCloseable {
    /** The HTTP status of the answer; throws a {@link io.vmloom.error.ConversionException} where there is none. */
    int send(Webhook to, HookMessage message);

    @Override
    default void close() {}
}
