package io.vmloom.cli.engine;

import io.vmloom.error.RequestException;
import io.vmloom.store.Stores;
import io.vmloom.store.route.ConfiguredStores;

/** The stores of a command: files of this host, and the object store that the environment names. */
public final class CommandStores {
    private CommandStores() {}

    public static Stores open() {
        return new ConfiguredStores(bucket -> {
            throw new RequestException("s3://" + bucket + ": object stores are not configured");
        });
    }
}
