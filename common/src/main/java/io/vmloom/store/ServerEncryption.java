package io.vmloom.store;

import java.util.Optional;

/** How a store encrypts an object by itself. Keys that the client would have to send with every request are not supported. */
public sealed interface ServerEncryption {
    /** As the bucket is set up. */
    record OfBucket() implements ServerEncryption {}

    /** With a key of the store. */
    record StoreKey() implements ServerEncryption {}

    /**
     * With a key of its key management.
     *
     * @param keyId empty for the account's own
     */
    record ManagedKey(Optional<String> keyId) implements ServerEncryption {}
}
