package io.vmloom.loadtest.launch;

import io.vmloom.cli.client.ApiClient;
import io.vmloom.error.ConversionException;
import io.vmloom.error.InternalException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Those that may be asked, of which any answers for all.
 *
 * @param urls of their APIs
 * @param patience for how long they are asked again
 * @param onRefusal done before another one is asked
 */
public record Coordinators(List<String> urls, Duration patience, Runnable onRefusal) {
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(200);

    public Coordinators {
        urls = List.copyOf(urls);
    }

    /**
     * Asks one after the other until one answers.
     *
     * @param first number of the one that is asked first, of however many there are
     */
    public <T> T ask(int first, Function<ApiClient, T> question) {
        long deadline = System.nanoTime() + patience.toNanos();
        Optional<ConversionException> refusal = Optional.empty();
        for (int attempt = first; System.nanoTime() < deadline; attempt++) {
            try (ApiClient client = ApiClient.of(urls.get(attempt % urls.size()))) {
                return question.apply(client);
            } catch (ConversionException e) {
                refusal = Optional.of(e);
                onRefusal.run();
                Member.pause(BETWEEN_QUESTIONS);
            }
        }
        throw new InternalException("no coordinator answered within " + patience, refusal.orElse(null));
    }
}
