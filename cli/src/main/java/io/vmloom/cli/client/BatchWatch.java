package io.vmloom.cli.client;

import io.vmloom.error.CancelledException;
import io.vmloom.error.StoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Follows a batch to its end, over broken connections and restarts of the coordinator. Not thread-safe. */
public final class BatchWatch {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final ApiClient client;
    private final String id;
    private final Consumer<JsonNode> onItem;
    private final Consumer<JsonNode> onProgress;
    private int told;
    private boolean heard;
    private Optional<JsonNode> end = Optional.empty();
    private long heardNanos = System.nanoTime();

    /**
     * @param onItem hears of each item that ended, as in the report
     * @param onProgress hears of the batch every second
     */
    public BatchWatch(ApiClient client, String id, Consumer<JsonNode> onItem, Consumer<JsonNode> onProgress) {
        this.client = client;
        this.id = id;
        this.onItem = onItem;
        this.onProgress = onProgress;
    }

    /** The batch as it was at its end; throws when the coordinator can not be reached, or no longer. */
    public JsonNode untilEnd() {
        while (end.isEmpty()) {
            try {
                client.events(id, told, this::hear);
            } catch (StoreException e) {
                if (!e.retryable() || !heard || System.nanoTime() - heardNanos > PATIENCE.toNanos()) {
                    throw e;
                }
            }
            if (end.isEmpty()) {
                pause();
            }
        }
        return end.orElseThrow();
    }

    private boolean hear(String event, JsonNode data) {
        heard = true;
        heardNanos = System.nanoTime();
        switch (event) {
            case "item" -> {
                told++;
                onItem.accept(data);
            }
            case "progress" -> onProgress.accept(data);
            case "end" -> end = Optional.of(data);
            default -> {} // of a later version
        }
        return end.isEmpty();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("watching");
        }
    }
}
