package io.vmloom.loadtest.bench;

import io.vmloom.loadtest.store.ServedStore;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.memory.MemoryObjectStore;
import java.io.IOException;
import java.io.PrintStream;

/** Serves a bucket in memory until its standard input ends; prints its endpoint. */
final class S3ServerMain {
    private S3ServerMain() {}

    public static void main(String[] arguments) throws IOException {
        MemoryObjectStore store = MemoryObjectStore.withoutDigests(StoreCapabilities.S3);
        store.createBucket(Workbench.BUCKET);
        try (ServedStore server = new ServedStore(store)) {
            PrintStream out = System.out;
            out.println(server.endpoint());
            out.flush();
            System.in.transferTo(PrintStream.nullOutputStream());
        }
    }
}
