package io.vmloom.coordinator.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RequestBody;
import io.vertx.ext.web.RoutingContext;
import io.vmloom.error.StoreException;
import io.vmloom.queue.PartitionOwners;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The other coordinators, asked in the name of whoever asks this one. Every method blocks. */
public final class Colleagues {
    /** Of a request that was passed on once, and is not passed on again. */
    static final String FORWARDED = "Vmloom-Forwarded";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What is divided anew is nobody's for a moment. */
    private static final Duration REPLACEMENT = Duration.ofSeconds(5);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final PartitionOwners owners;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

    /** @param owners not closed here */
    public Colleagues(PartitionOwners owners) {
        this.owners = owners;
    }

    /** Whether somebody passed the request on, who found that it belongs here. */
    static boolean isForwarded(RoutingContext request) {
        return request.request().getHeader(FORWARDED) != null;
    }

    /**
     * Where the coordinator is that has a partition, if it is another one. Waits a little while nobody has it; throws
     * {@link StoreException} when that goes on, and for a request that was passed on and does not belong here.
     *
     * @param own what this coordinator has
     */
    Optional<URI> having(int partition, RoutingContext request, Supplier<Set<Integer>> own) {
        long deadlineNanos = System.nanoTime() + REPLACEMENT.toNanos();
        while (!own.get().contains(partition)) {
            Optional<URI> other = Optional.ofNullable(owners.addresses().get(partition))
                    .filter(address -> !isForwarded(request))
                    .map(URI::create);
            if (other.isPresent()) {
                return other;
            }
            if (System.nanoTime() - deadlineNanos >= 0) {
                throw StoreException.unavailable(
                        "the coordinator of this batch", "it is being replaced; ask again in a moment", null);
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return Optional.empty();
    }

    /**
     * Some coordinator that has partitions, if this one has none.
     *
     * @param own what this coordinator has
     */
    Optional<URI> insteadOf(Set<Integer> own, RoutingContext request) {
        return own.isEmpty() && !isForwarded(request)
                ? owners.addresses().values().stream().findAny().map(URI::create)
                : Optional.empty();
    }

    /** Has another coordinator answer the same request. */
    Answer answer(URI colleague, RoutingContext request, RequestBody body) {
        byte[] bytes = Optional.ofNullable(body)
                .map(RequestBody::buffer)
                .map(Buffer::getBytes)
                .orElseGet(() -> new byte[0]);
        HttpRequest.Builder passed = passOn(
                        colleague, request, request.request().uri())
                .method(request.request().method().name(), HttpRequest.BodyPublishers.ofByteArray(bytes));
        HttpResponse<byte[]> answer = send(colleague, passed.build());
        Answer copy = Answer.text(
                answer.statusCode(),
                answer.headers().firstValue(HttpHeaders.CONTENT_TYPE.toString()).orElse("application/json"),
                new String(answer.body(), StandardCharsets.UTF_8));
        for (String header : List.of("Location", "ETag", "Retry-After", "WWW-Authenticate")) {
            Optional<String> value = answer.headers().firstValue(header);
            if (value.isPresent()) {
                copy = copy.with(header, value.get());
            }
        }
        return copy;
    }

    /** What each of the others answers to a question; whoever does not answer in time is left out. */
    List<JsonNode> ask(RoutingContext request, String pathAndQuery, Set<Integer> own) {
        TreeSet<String> others = new TreeSet<>();
        owners.addresses().forEach((partition, address) -> {
            if (!own.contains(partition)) {
                others.add(address);
            }
        });
        List<JsonNode> answers = new ArrayList<>();
        for (String other : others) {
            URI colleague = URI.create(other);
            try {
                HttpResponse<byte[]> answer =
                        send(colleague, passOn(colleague, request, pathAndQuery).build());
                if (answer.statusCode() == 200) {
                    answers.add(JsonMapper.shared().readTree(answer.body()));
                }
            } catch (StoreException e) {
                continue; // it is being replaced; its batches are soon another one's
            }
        }
        return answers;
    }

    private static HttpRequest.Builder passOn(URI colleague, RoutingContext request, String pathAndQuery) {
        HttpRequest.Builder passed = HttpRequest.newBuilder(colleague.resolve(pathAndQuery))
                .timeout(PATIENCE)
                .header(FORWARDED, "1");
        for (String header : List.of("Authorization", "Content-Type", "Accept", "If-None-Match")) {
            Optional.ofNullable(request.request().getHeader(header)).ifPresent(value -> passed.header(header, value));
        }
        return passed;
    }

    private HttpResponse<byte[]> send(URI colleague, HttpRequest passed) {
        try {
            return client.send(passed, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw StoreException.unavailable(
                    "the coordinator at " + colleague, "it does not answer; ask again in a moment", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StoreException.unavailable("the coordinator at " + colleague, "this one is stopping", e);
        }
    }
}
