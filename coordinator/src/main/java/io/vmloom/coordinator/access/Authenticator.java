package io.vmloom.coordinator.access;

import java.util.Optional;

/** Knows people by their tokens. Thread-safe; may block. */
@FunctionalInterface
public interface Authenticator {
    /**
     * Whose token it is; empty when it is nobody's, for whatever reason. Throws
     * {@link io.vmloom.error.StoreException} when that can not be found out now.
     */
    Optional<Principal> authenticate(String token);
}
