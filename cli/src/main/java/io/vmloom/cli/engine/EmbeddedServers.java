package io.vmloom.cli.engine;

import io.vmloom.cli.embedded.DataDirectory;
import io.vmloom.cli.embedded.EmbeddedKafka;
import io.vmloom.cli.embedded.EmbeddedS3;
import io.vmloom.store.s3.S3Credentials;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** A broker, an S3 server, or both, in this process. */
public record EmbeddedServers(Optional<EmbeddedKafka> kafka, Optional<EmbeddedS3> s3) implements AutoCloseable {
    private static final Executor START =
            command -> Thread.ofPlatform().name("start").start(command);

    /** Where an S3 server is to listen, and whom it lets in. */
    public record Store(int port, S3Credentials.KeyPair keys) {
        public String url() {
            return "http://127.0.0.1:" + port;
        }
    }

    /** Starts both on free ports; what was stored in the directory before is still there. */
    public static EmbeddedServers start(DataDirectory data) {
        return start(data, Optional.of(0), Optional.of(new Store(0, EmbeddedS3.newKeys())));
    }

    /** Starts those that are wanted, side by side; a port of 0 is a free one. */
    public static EmbeddedServers start(DataDirectory data, Optional<Integer> brokerPort, Optional<Store> store) {
        LoggerFactory.getILoggerFactory(); // here, because two threads at once would warn about each other
        CompletableFuture<Optional<EmbeddedKafka>> kafka =
                starting(() -> brokerPort.map(port -> EmbeddedKafka.start(data.broker(), port)));
        CompletableFuture<Optional<EmbeddedS3>> s3 =
                starting(() -> store.map(wanted -> EmbeddedS3.start(data.objects(), wanted.port(), wanted.keys())));
        try {
            return new EmbeddedServers(started(kafka), started(s3));
        } catch (RuntimeException e) {
            kafka.thenAccept(server -> server.ifPresent(EmbeddedKafka::close));
            s3.thenAccept(server -> server.ifPresent(EmbeddedS3::close));
            throw e;
        }
    }

    @Override
    public void close() {
        s3.ifPresent(EmbeddedS3::close);
        kafka.ifPresent(EmbeddedKafka::close);
    }

    private static <T> CompletableFuture<T> starting(Supplier<T> start) {
        return CompletableFuture.supplyAsync(start, START);
    }

    private static <T> T started(CompletableFuture<T> server) {
        try {
            return server.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
