package io.vmloom.coordinator.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.hooks.Webhooks;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.coordinator.job.BatchListener;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.manifest.ManifestReader;
import io.vmloom.coordinator.schedule.Share;
import io.vmloom.coordinator.state.RecordedState;
import io.vmloom.coordinator.state.RecoveredBatch;
import io.vmloom.coordinator.state.Recovery;
import io.vmloom.coordinator.state.StateRecord;
import io.vmloom.error.ErrorCode;
import io.vmloom.queue.local.LocalRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TellingRunnerTest {
    private static final Batch BATCH =
            ManifestReader.read("m", """
            apiVersion: vmloom.io/v1
            name: exit
            webhooks:
              - {url: "https://all.example.org/"}
              - {url: "https://items.example.org/", events: item.failed}
              - {url: "https://ends.example.org/", events: batch.ended}
            items:
              - {source: {uri: s3://b/a}, output: {uri: s3://b/a.raw}}
            """.getBytes(UTF_8), Path.of("/")).batch("b00-x");
    private static final ItemReport FAILED = new ItemReport(
            BATCH.items().getFirst(),
            new ItemOutcome.Failed(ErrorCode.NOT_FOUND, "is not there"),
            Duration.ofSeconds(1));

    private final RecordedState log = new RecordedState(new LocalRecords(BatchIds.PARTITIONS).open());
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Webhooks hooks = new Webhooks((to, message) -> {
        told.add(to.url().getHost() + " " + message.id());
        return 200;
    });

    TellingRunnerTest() {
        log.claim(Set.of(0));
    }

    @AfterEach
    void stop() {
        hooks.close();
        log.close();
    }

    @Test
    void everybodyIsToldWhatTheyWantToHearOnce() {
        Instant at = Instant.parse("2026-01-02T03:04:05Z");
        log.append(new StateRecord.BatchSubmitted(BATCH, at));

        runner().run(
                        RecoveredBatch.fresh(BATCH, at),
                        log,
                        new Share(BATCH.terms()),
                        BatchListener.NONE,
                        new Cancellation());
        log.append(new StateRecord.BatchEnded(BATCH.id(), at));

        await().until(() -> told.size() == 4 && recovered().told().equals(Set.of(0, 2)));
        assertThat(told)
                .containsExactlyInAnyOrder(
                        "all.example.org b00-x-0.item.failed",
                        "items.example.org b00-x-0.item.failed",
                        "all.example.org b00-x.batch.ended",
                        "ends.example.org b00-x.batch.ended");
    }

    @Test
    void whatWasNotToldBeforeARestartIsToldAfterIt() {
        Instant at = Instant.parse("2026-01-02T03:04:05Z");
        log.append(new StateRecord.BatchSubmitted(BATCH, at));
        log.append(new StateRecord.ItemEnded("b00-x-0", FAILED.outcome(), FAILED.took()));
        log.append(new StateRecord.BatchEnded(BATCH.id(), at));
        log.append(new StateRecord.EndTold(BATCH.id(), 0, true, at));

        runner().over(recovered(), log);

        await().until(() -> recovered().told().equals(Set.of(0, 2)));
        assertThat(told).containsExactly("ends.example.org b00-x.batch.ended");
        runner().over(recovered(), log);
        assertThat(told).hasSize(1);
        Recovery.forget(log, recovered());
        assertThat(Recovery.in(log, 0)).isEmpty();
    }

    @Test
    void theEndOfAnotherAttemptIsAnotherMessage() {
        Instant at = Instant.parse("2026-01-02T03:04:05Z");
        log.append(new StateRecord.BatchSubmitted(BATCH, at));
        log.append(new StateRecord.ItemEnded("b00-x-0", FAILED.outcome(), FAILED.took()));
        log.append(new StateRecord.BatchEnded(BATCH.id(), at));
        log.append(new StateRecord.EndTold(BATCH.id(), 2, true, at));

        Recovery.reopen(log, recovered(), at);
        runner().run(recovered(), log, new Share(BATCH.terms()), BatchListener.NONE, new Cancellation());

        await().until(() -> told.contains("ends.example.org b00-x.batch.ended.1"));
        assertThat(told).contains("items.example.org b00-x-0.item.failed.1");
    }

    private RecoveredBatch recovered() {
        return Recovery.in(log, 0).getFirst();
    }

    private TellingRunner runner() {
        return new TellingRunner(
                (_, _, _, listener, _) -> {
                    listener.finished(FAILED);
                    return List.of(FAILED);
                },
                hooks);
    }
}
