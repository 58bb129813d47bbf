package io.vmloom.coordinator.status;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.job.ItemStage;
import io.vmloom.coordinator.job.Making;
import io.vmloom.coordinator.job.VerifyLevel;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How one item went so far. Used under its batch's lock. */
final class ItemTracker {
    private final int number;
    private final ConversionRequest request;
    private final Map<ItemStage, Stage> stages = new EnumMap<>(ItemStage.class);
    private Optional<ItemStage> present = Optional.empty();
    private Optional<ItemReport> report = Optional.empty();
    private Optional<Rate> rate = Optional.empty();

    ItemTracker(int number, ConversionRequest request) {
        this.number = number;
        this.request = request;
    }

    private static final class Stage {
        private final long enteredNanos;
        private long lastNanos;
        private long doneBytes;
        private long totalBytes;

        private Stage(long nanos) {
            enteredNanos = nanos;
            lastNanos = nanos;
        }
    }

    ItemState state() {
        if (report.isPresent()) {
            return ItemState.Ended.of(report.get().outcome());
        }
        return present.map(stage -> {
                    WorkBytes work = work();
                    return ItemState.Open.of(stage, work.knownBytes() > 0 && work.doneBytes() == 0);
                })
                .orElse(ItemState.Open.PENDING);
    }

    /** How many bytes of data were finished since the last call. */
    long progress(ItemStage stage, long doneBytes, long totalBytes, long nanos) {
        present.map(stages::get).ifPresent(before -> before.lastNanos = nanos);
        present = Optional.of(stage);
        Stage current = stages.computeIfAbsent(stage, _ -> new Stage(nanos));
        long more = Math.max(0, doneBytes - current.doneBytes);
        current.doneBytes = doneBytes;
        current.totalBytes = totalBytes;
        current.lastNanos = nanos;
        Rate measured = rate.orElseGet(Rate::new);
        measured.add(more, nanos);
        rate = Optional.of(measured);
        return more;
    }

    void end(ItemReport ended, long nanos) {
        report = Optional.of(ended);
        rate = Optional.empty();
        present.map(stages::get).ifPresent(last -> last.lastNanos = nanos);
    }

    boolean isKnown() {
        return stages.containsKey(ItemStage.CONVERTING);
    }

    /** Whether it may hold data that nobody has counted yet. */
    boolean isUnknown() {
        boolean mayHoldData = switch (request.making()) {
            case Making.Disk _, Making.Appliance _ -> true;
            case Making.Config _, Making.Digests _ -> false;
        };
        return !isKnown() && report.isEmpty() && mayHoldData;
    }

    /** Nothing until the conversion begins: only then it is sure that there is one. */
    WorkBytes work() {
        Stage converting = stages.get(ItemStage.CONVERTING);
        if (converting == null) {
            return WorkBytes.NONE;
        }
        boolean readAgain = request.verify() == VerifyLevel.FULL;
        Stage verifying = stages.get(ItemStage.VERIFYING);
        long known = converting.totalBytes * (readAgain ? 2 : 1);
        long done = converting.doneBytes + (readAgain && verifying != null ? verifying.doneBytes : 0);
        return new WorkBytes(Math.min(done, known), known);
    }

    ItemStatus status(long nanos) {
        boolean running = report.isEmpty();
        List<StageProgress> entered = stages.entrySet().stream()
                .map(entry -> {
                    Stage stage = entry.getValue();
                    boolean now = running && present.equals(Optional.of(entry.getKey()));
                    long until = now ? nanos : stage.lastNanos;
                    return new StageProgress(
                            entry.getKey(),
                            stage.doneBytes,
                            stage.totalBytes,
                            Duration.ofNanos(until - stage.enteredNanos));
                })
                .toList();
        long bytesPerSecond = rate.map(r -> r.bytesPerSecond(nanos)).orElse(0L);
        WorkBytes work = work();
        return new ItemStatus(
                number, request, state(), entered, work, bytesPerSecond, work.left(bytesPerSecond), report);
    }

    Optional<ItemReport> report() {
        return report;
    }

    ConversionRequest request() {
        return request;
    }
}
