package io.vmloom.coordinator.pipeline;

import io.vmloom.error.ConversionException;
import io.vmloom.store.Companion;
import io.vmloom.task.Placement;
import io.vmloom.task.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A target of several files. The one that has its name makes readers find the others, so that it comes last, and when
 * there is an old one that goes first.
 */
final class FilesSession implements TargetSession {
    private record Extent(FilePlan file, TargetSession session) {}

    private final NavigableMap<Integer, Extent> extents = new TreeMap<>();
    private final TargetSession main;

    /** @param open opens one file */
    FilesSession(ConversionPlan plan, Function<FilePlan, TargetSession> open) {
        this.main = open.apply(plan.main());
        try {
            plan.extents().forEach(file -> extents.put(file.firstRange(), new Extent(file, open.apply(file))));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public Placement placement(TaskId attempt) {
        return extents.floorEntry(attempt.index()).getValue().session().placement(attempt);
    }

    @Override
    public int window() {
        return sessions().stream().mapToInt(TargetSession::window).min().orElseThrow();
    }

    @Override
    public void withdrawBeforeSealing() {
        main.withdrawBeforeSealing();
    }

    @Override
    public SealedTarget seal(FragmentLedger fragments) {
        withdrawBeforeSealing();
        List<Companion> sealed = new ArrayList<>();
        long bytes = 0;
        for (Extent extent : extents.values()) {
            SealedTarget file = extent.session().seal(fragments);
            sealed.add(new Companion(
                    file.main().location(), extent.file().location().name(), Companion.AUTO));
            bytes += file.sizeBytes();
        }
        SealedTarget last = main.seal(fragments);
        return new SealedTarget(last.main(), sealed, bytes + last.sizeBytes());
    }

    @Override
    public void withdrawBeforePublishing() {
        main.withdrawBeforePublishing();
    }

    @Override
    public void publish() {
        withdrawBeforePublishing();
        try {
            sessions().forEach(TargetSession::publish);
            main.publish();
        } catch (ConversionException e) {
            sessions().forEach(TargetSession::retract);
            throw e;
        }
    }

    @Override
    public void retract() {
        main.retract();
        sessions().forEach(TargetSession::retract);
    }

    @Override
    public void close() {
        main.close();
        sessions().forEach(TargetSession::close);
    }

    private List<TargetSession> sessions() {
        return extents.values().stream().map(Extent::session).toList();
    }
}
