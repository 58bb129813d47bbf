package io.vmloom.cli.engine;

import io.vmloom.store.Stores;
import io.vmloom.store.route.ConfiguredStores;
import io.vmloom.store.s3.S3ObjectStore;
import io.vmloom.store.s3.S3Settings;
import java.util.function.Supplier;

/** The stores of a command: files of this host, and the object store that the environment names. */
public final class CommandStores {
    private CommandStores() {}

    /** The object store is only reached for, and its settings only read, when a bucket is used. */
    public static Stores open() {
        Supplier<S3ObjectStore> store = new Once<>(() -> S3ObjectStore.open(S3Settings.fromVariables(System.getenv())));
        return new ConfiguredStores(bucket -> store.get());
    }
}
