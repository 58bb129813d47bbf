package io.vmloom.coordinator.dispatch;

import static io.vmloom.coordinator.dispatch.ScriptedWorkers.done;
import static io.vmloom.coordinator.dispatch.ScriptedWorkers.failed;
import static io.vmloom.coordinator.dispatch.ScriptedWorkers.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.coordinator.schedule.Lane;
import io.vmloom.coordinator.terms.RetryTerms;
import io.vmloom.coordinator.watch.WorkEvent;
import io.vmloom.error.CancelledException;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.RemoteException;
import io.vmloom.error.StoreException;
import io.vmloom.fragment.TaskResult;
import io.vmloom.task.TaskId;
import io.vmloom.task.TaskKind;
import io.vmloom.testing.Seeded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskBoardTest {
    private static final Duration SOON = Duration.ofMillis(10);
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Duration BACKOFF = Duration.ofSeconds(1);
    private static final DispatchPolicy POLICY = new DispatchPolicy(4, DEADLINE, RetryTerms.ofRanges(3, BACKOFF));

    private final List<TaskId> accepted = new ArrayList<>();
    private final Cancellation cancellation = new Cancellation();

    @Seeded(300)
    void everyPieceIsAcceptedOnceWhateverWorkersDo(SplittableRandom random) {
        int pieces = random.nextInt(1, 30);
        DispatchPolicy patient = new DispatchPolicy(random.nextInt(1, 10), DEADLINE, RetryTerms.ofRanges(50, BACKOFF));
        ScriptedWorkers workers = workers((all, task) -> {
            for (int answers = random.nextInt(3); answers > 0; answers--) {
                Duration after = Duration.ofMillis(random.nextInt(200_000));
                all.report(random.nextInt(3) == 0 ? failed(task, true) : done(task), after);
            }
        });

        TaskBoard board = board(workers, patient);
        board.run(ScriptedWorkers.work(pieces), this::accept);

        assertThat(accepted.stream().map(TaskId::index))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, pieces).boxed().toList());
        assertThat(workers.published).doesNotHaveDuplicates().containsAll(accepted);
        assertThat(board.retries()).isEqualTo(workers.published.size() - pieces);
    }

    @Seeded(300)
    void workNeverRunsFurtherAheadThanTheWindow(SplittableRandom random) {
        int window = random.nextInt(1, 8);
        ScriptedWorkers workers = workers((all, task) -> {
            assertThat(task.index()).isLessThan(firstMissing() + window);
            all.report(done(task), Duration.ofMillis(random.nextInt(1000)));
        });

        board(workers, POLICY.withWindow(20)).run(ScriptedWorkers.work(40), window, this::accept);

        assertThat(accepted).hasSize(40);
    }

    @Test
    void aFailureThatMayPassIsTriedAgainAfterALongerAndLongerWait() {
        ScriptedWorkers workers =
                workers((all, task) -> all.report(task.attempt() < 3 ? failed(task, true) : done(task), Duration.ZERO));

        board(workers, POLICY).run(ScriptedWorkers.work(1), this::accept);

        assertThat(accepted).containsExactly(id(0, 3));
        assertThat(workers.publishedAt)
                .containsExactly(
                        ScriptedWorkers.START,
                        ScriptedWorkers.START.plus(BACKOFF),
                        ScriptedWorkers.START.plus(BACKOFF.multipliedBy(3)));
    }

    @Test
    void aPoisonTaskEndsWithItsOwnReason() {
        ScriptedWorkers workers = workers((all, task) -> all.report(failed(task, true), SOON));

        assertThatThrownBy(() -> board(workers, POLICY).run(ScriptedWorkers.work(1), this::accept))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("reason of " + id(0, 3))
                .extracting(e -> ((RemoteException) e).code())
                .isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        assertThat(workers.published).containsExactly(id(0, 1), id(0, 2), id(0, 3));
    }

    @Test
    void aFailureThatCanNotPassEndsTheWorkAtOnce() {
        ScriptedWorkers workers =
                workers((all, task) -> all.report(task.index() == 1 ? failed(task, false) : done(task), SOON));

        assertThatThrownBy(() -> board(workers, POLICY).run(ScriptedWorkers.work(9), this::accept))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("reason of " + id(1, 1));
        assertThat(workers.published).allMatch(task -> task.attempt() == 1);
    }

    @Test
    void aSilentTaskIsGivenOutAgainAfterItsDeadline() {
        ScriptedWorkers workers = workers((all, task) -> {
            if (task.attempt() == 2) {
                all.report(done(task), SOON);
            }
        });

        board(workers, POLICY).run(ScriptedWorkers.work(1), this::accept);

        assertThat(accepted).containsExactly(id(0, 2));
        assertThat(workers.publishedAt.getLast()).isEqualTo(ScriptedWorkers.START.plus(DEADLINE));
    }

    @Test
    void aTaskThatReadsMuchMayBeSilentForLonger() {
        long bytes = 1L << 40;
        ScriptedWorkers workers = workers((all, task) -> all.report(done(task), Duration.ofHours(10)));

        board(workers, POLICY)
                .run(
                        List.of(new Work(0, bytes, attempt -> ScriptedWorkers.task(0, attempt)))
                                .iterator(),
                        this::accept);

        assertThat(accepted).containsExactly(id(0, 1));
    }

    @Test
    void whenNobodyEverAnswersTheAdviceIsToLookForWorkers() {
        ScriptedWorkers workers = workers((all, task) -> {});

        assertThatThrownBy(() -> board(workers, POLICY).run(ScriptedWorkers.work(1), this::accept))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("in any of 3 attempts; check that workers are running");
        assertThat(workers.instant()).isEqualTo(ScriptedWorkers.START.plus(DEADLINE.multipliedBy(3)));
    }

    @Test
    void theSuccessOfAnEarlierAttemptCountsEvenWhenItComesLate() {
        ScriptedWorkers workers = workers((all, task) -> {
            if (task.attempt() == 1) {
                all.report(done(task), DEADLINE.plus(SOON));
            }
        });

        board(workers, POLICY).run(ScriptedWorkers.work(1), this::accept);

        assertThat(accepted).containsExactly(id(0, 1));
    }

    @Test
    void theFailureOfAnEarlierAttemptDoesNotCountAgainstALaterOne() {
        ScriptedWorkers workers = workers((all, task) -> {
            if (task.attempt() == 1) {
                all.report(failed(task, true), DEADLINE.plus(SOON));
            } else {
                all.report(done(task), DEADLINE.dividedBy(2));
            }
        });

        board(workers, POLICY).run(ScriptedWorkers.work(1), this::accept);

        assertThat(workers.published).containsExactly(id(0, 1), id(0, 2));
    }

    @Test
    void resultsOfOtherWorkAreIgnored() {
        ScriptedWorkers workers = workers((all, task) -> {
            all.report(done(new TaskId("another", 1, TaskKind.DIGEST, 0, 1)), Duration.ZERO);
            all.report(done(new TaskId(ScriptedWorkers.ITEM, 0, TaskKind.DIGEST, 0, 1)), Duration.ZERO);
            all.report(failed(new TaskId(ScriptedWorkers.ITEM, 1, TaskKind.COMPOSE, 0, 1), false), Duration.ZERO);
            all.report(done(id(77, 1)), Duration.ZERO);
            all.report(done(task), SOON);
        });

        board(workers, POLICY).run(ScriptedWorkers.work(1), this::accept);

        assertThat(accepted).containsExactly(id(0, 1));
    }

    @Test
    void aTaskThatCouldNotBeGivenOutIsTriedAgain() {
        Map<Integer, Integer> refusals = new HashMap<>();
        ScriptedWorkers workers = workers((all, task) -> {
            if (refusals.merge(task.index(), 1, Integer::sum) < 3) {
                throw StoreException.unavailable("broker", "it sleeps", null);
            }
            all.report(done(task), SOON);
        });

        board(workers, POLICY).run(ScriptedWorkers.work(2), this::accept);

        assertThat(accepted).hasSize(2);
    }

    @Test
    void aTaskThatMayNotBeGivenOutEndsTheWork() {
        ScriptedWorkers workers = workers((all, task) -> {
            throw StoreException.accessDenied("broker", "no such user", null);
        });

        assertThatThrownBy(() -> board(workers, POLICY).run(ScriptedWorkers.work(2), this::accept))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no such user");
    }

    @Test
    void whoeverCancelsIsHeardBeforeTheNextTask() {
        ScriptedWorkers workers = workers((all, task) -> {
            all.report(done(task), SOON);
            cancellation.cancel();
        });

        assertThatThrownBy(() -> board(workers, POLICY.withWindow(1)).run(ScriptedWorkers.work(9), this::accept))
                .isInstanceOf(CancelledException.class);
        assertThat(workers.published).hasSize(1);
    }

    @Test
    void noWorkNeedsNoWorkers() {
        ScriptedWorkers workers = workers((all, task) -> {});

        board(workers, POLICY).run(ScriptedWorkers.work(0), this::accept);

        assertThat(workers.instant()).isEqualTo(ScriptedWorkers.START);
    }

    @Test
    void whoeverWatchesHearsOfEveryAttempt() {
        List<WorkEvent> heard = new ArrayList<>();
        ScriptedWorkers workers =
                workers((all, task) -> all.report(task.attempt() == 1 ? failed(task, true) : done(task), SOON));

        new TaskBoard(workers, workers, POLICY, workers, cancellation, Lane.FREE, heard::add)
                .run(ScriptedWorkers.work(1), this::accept);

        assertThat(heard)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Issued", "Failed", "Issued", "Accepted");
        assertThat(heard.get(1)).isInstanceOfSatisfying(WorkEvent.Failed.class, failed -> {
            assertThat(failed.attempt()).isEqualTo(1);
            assertThat(failed.attempts()).isEqualTo(POLICY.attempts());
            assertThat(failed.next()).isPresent();
            assertThat(failed.message()).contains("reason of");
        });
    }

    private void accept(List<TaskResult> results) {
        results.forEach(result -> accepted.add(result.id()));
    }

    private int firstMissing() {
        return IntStream.iterate(0, i -> i + 1)
                .filter(index -> accepted.stream().noneMatch(task -> task.index() == index))
                .findFirst()
                .orElseThrow();
    }

    private TaskBoard board(ScriptedWorkers workers, DispatchPolicy policy) {
        return new TaskBoard(workers, workers, policy, workers, cancellation, Lane.FREE);
    }

    private static ScriptedWorkers workers(BiConsumer<ScriptedWorkers, TaskId> script) {
        ScriptedWorkers[] self = new ScriptedWorkers[1];
        self[0] = new ScriptedWorkers(task -> script.accept(self[0], task));
        return self[0];
    }
}
