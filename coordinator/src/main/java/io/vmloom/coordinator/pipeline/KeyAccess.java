package io.vmloom.coordinator.pipeline;

import io.vmloom.cipher.KeyWrap;
import io.vmloom.cipher.Secrets;

/**
 * How a coordinator comes to the keys of encrypted images, and passes them on.
 *
 * @param wrap which the workers have too
 * @param secrets where references of requests lead to
 */
public record KeyAccess(KeyWrap wrap, Secrets secrets) {
    /** Encrypted images are refused. */
    public static final KeyAccess NONE = new KeyAccess(KeyWrap.absent(), Secrets.none());

    /** The same as far as a tenant may use secrets. */
    public KeyAccess onBehalfOf(String tenant) {
        return new KeyAccess(wrap, secrets.onBehalfOf(tenant));
    }
}
