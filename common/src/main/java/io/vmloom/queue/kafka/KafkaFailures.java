package io.vmloom.queue.kafka;

import io.vmloom.error.CancelledException;
import io.vmloom.error.ConversionException;
import io.vmloom.error.InternalException;
import io.vmloom.error.RequestException;
import io.vmloom.error.StoreException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Kafka's failures in vmloom's words. */
final class KafkaFailures {
    private final String bootstrapServers;

    KafkaFailures(KafkaSettings settings) {
        this.bootstrapServers = settings.bootstrapServers();
    }

    /** Waits for an answer; throws what {@link #of} makes of a failure. */
    <T> T await(Future<T> answer, Duration patience, String what) {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw of(what, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw of(what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException(what);
        }
    }

    /** @param what was being done, with its subject */
    ConversionException of(String what, Throwable failure) {
        String subject = what + " by the Kafka brokers " + bootstrapServers;
        return switch (failure) {
            case ConversionException known -> known;
            case InterruptException e -> {
                Thread.currentThread().interrupt();
                yield new CancelledException(what);
            }
            case AuthenticationException e -> StoreException.accessDenied(subject, text(e), e);
            case AuthorizationException e -> StoreException.accessDenied(subject, text(e), e);
            case RecordTooLargeException e ->
                new RequestException(subject + ": the message is too large (" + text(e)
                        + "); raise max.message.bytes of the topic or message.max.bytes of the brokers");
            case UnsupportedVersionException e ->
                new RequestException(
                        subject + ": they are too old (" + text(e) + "); share groups need Kafka 4.2 or later");
            case InvalidConfigurationException e ->
                new RequestException(subject + ": a setting was refused (" + text(e) + ")");
            case ConfigException e -> new RequestException("Kafka settings: " + text(e));
            case TimeoutException e -> unavailable(subject, e);
            case RetriableException e -> unavailable(subject, e);
            // Also what a broker answers while it recovers from a crash.
            case UnknownServerException e -> unavailable(subject, e);
            case KafkaException e -> unavailable(subject, e);
            default -> new InternalException(subject + " failed: " + text(failure), failure);
        };
    }

    private static StoreException unavailable(String subject, Exception cause) {
        return StoreException.unavailable(
                subject, text(cause) + "; check that they run and can be reached from here", cause);
    }

    private static String text(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
