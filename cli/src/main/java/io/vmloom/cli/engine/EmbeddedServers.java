package io.vmloom.cli.engine;

import io.vmloom.cli.embedded.DataDirectory;
import io.vmloom.cli.embedded.EmbeddedKafka;
import io.vmloom.cli.embedded.EmbeddedS3;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.slf4j.LoggerFactory;

/** A broker and an S3 server in this process. */
public record EmbeddedServers(EmbeddedKafka kafka, EmbeddedS3 s3) implements AutoCloseable {
    private static final Executor START =
            command -> Thread.ofPlatform().name("start").start(command);

    /** Starts both on free ports; what was stored in the directory before is still there. */
    public static EmbeddedServers start(DataDirectory data) {
        return start(data, 0, 0);
    }

    /** Starts both side by side; a port of 0 is a free one. */
    public static EmbeddedServers start(DataDirectory data, int kafkaPort, int s3Port) {
        LoggerFactory.getILoggerFactory(); // here, because two threads at once would warn about each other
        CompletableFuture<EmbeddedKafka> kafka =
                CompletableFuture.supplyAsync(() -> EmbeddedKafka.start(data.broker(), kafkaPort), START);
        CompletableFuture<EmbeddedS3> s3 =
                CompletableFuture.supplyAsync(() -> EmbeddedS3.start(data.objects(), s3Port), START);
        try {
            return new EmbeddedServers(started(kafka), started(s3));
        } catch (RuntimeException e) {
            kafka.thenAccept(EmbeddedKafka::close);
            s3.thenAccept(EmbeddedS3::close);
            throw e;
        }
    }

    @Override
    public void close() {
        s3.close();
        kafka.close();
    }

    private static <T> T started(CompletableFuture<T> server) {
        try {
            return server.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
