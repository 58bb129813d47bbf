package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.LocalWriting;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.layout.Arrangement;
import io.vmloom.layout.Layout;
import io.vmloom.object.LocalTarget;
import io.vmloom.object.OpenLocalTargets;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Precondition;
import io.vmloom.store.Stores;
import io.vmloom.table.Stitch;
import io.vmloom.table.TargetDesign;
import io.vmloom.task.Placement;
import io.vmloom.task.TaskId;
import java.nio.file.Path;

/** A file of this host as target: written by this process's own workers only. */
final class FileSession implements TargetSession {
    /** Ranges that may be under way at once; fragments that come early are held in memory. */
    private static final int REORDER_WINDOW = 16;

    private final String name;
    private final Path path;
    private final Precondition precondition;
    private final ConversionPlan plan;
    private final TargetDesign design;
    private final LocalTarget target;
    private final OpenLocalTargets open;
    private final Stores stores;

    FileSession(ConversionRequest request, Path path, ConversionPlan plan, OpenLocalTargets open, Stores stores) {
        this.name = request.id();
        this.path = path;
        this.plan = plan;
        this.design = plan.design();
        this.open = open;
        this.stores = stores;
        this.precondition = request.overwrite() == OverwritePolicy.REPLACE ? Precondition.NONE : Precondition.ABSENT;
        if (design.arrangement() == Arrangement.IDENTITY) {
            target = LocalTarget.identity(
                    path,
                    precondition,
                    plan.frontBoundBytes(),
                    range -> plan.starts()[range],
                    LocalWriting.zeros(path.toString(), request.options(), request.overwrite()));
        } else {
            target = LocalTarget.appending(path, precondition, plan.frontBoundBytes(), REORDER_WINDOW);
        }
        open.add(name, target);
    }

    @Override
    public Placement placement(TaskId attempt) {
        return new Placement.Local(name);
    }

    @Override
    public int window() {
        return target.reorderWindow();
    }

    @Override
    public ObjectVersion seal(FragmentLedger fragments) {
        Layout layout = target.finishFragments(fragments.ranges());
        plan.requirePlaces(layout);
        FileLimit.check(design, path.toString(), layout.dataEndBytes());
        Stitch stitch = plan.stitch(layout, fragments);
        target.writeFront(sink -> design.writeFront(stitch, sink));
        target.writeTail(design.tailBytes(), sink -> design.writeTail(stitch, sink));
        return stores.pin(new Location.OnDisk(target.temporaryPath()));
    }

    @Override
    public void publish() {
        target.publish(precondition);
    }

    @Override
    public void retract() {
        // Nothing is visible before publication, and closing removes what is hidden.
    }

    @Override
    public void close() {
        open.remove(name);
        target.close();
    }
}
