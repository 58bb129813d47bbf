package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.LocalWriting;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.layout.Arrangement;
import io.vmloom.layout.Layout;
import io.vmloom.object.LocalTarget;
import io.vmloom.object.OpenLocalTargets;
import io.vmloom.store.Location;
import io.vmloom.store.Precondition;
import io.vmloom.store.Stores;
import io.vmloom.table.Stitch;
import io.vmloom.table.TargetDesign;
import io.vmloom.task.Placement;
import io.vmloom.task.TaskId;
import java.nio.file.Path;

/** A file of this host as target, or as one of its files: written by this process's own workers only. */
final class FileSession implements TargetSession {
    private final String name;
    private final Path path;
    private final Precondition precondition;
    private final FilePlan file;
    private final LocalTarget target;
    private final OpenLocalTargets open;
    private final Stores stores;
    private boolean published;

    FileSession(
            ConversionRequest request,
            Path path,
            ConversionPlan plan,
            FilePlan file,
            OpenLocalTargets open,
            Stores stores) {
        this.name = file.staged(request.id());
        this.path = path;
        this.file = file;
        this.open = open;
        this.stores = stores;
        this.precondition = request.overwrite() == OverwritePolicy.REPLACE ? Precondition.NONE : Precondition.ABSENT;
        if (file.design().arrangement() == Arrangement.IDENTITY) {
            target = LocalTarget.identity(
                    path,
                    precondition,
                    file.frontBoundBytes(),
                    range -> plan.starts()[file.firstRange() + range] - file.guestStart(),
                    LocalWriting.zeros(path.toString(), request.options(), request.overwrite()),
                    open.writes().durability());
        } else {
            target = LocalTarget.appending(
                    path,
                    precondition,
                    file.frontBoundBytes(),
                    open.writes().window(),
                    open.writes().durability());
        }
        open.add(name, target, file.firstRange());
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
    public void withdrawBeforeSealing() {
        // Nothing is visible before publication.
    }

    @Override
    public SealedTarget seal(FragmentLedger ledger) {
        TargetDesign design = file.design();
        FileFragments fragments = new FileFragments(ledger, file);
        Layout layout = target.finishFragments(fragments.ranges());
        file.requirePlaces(layout);
        FileLimit.check(design, path.toString(), layout.dataEndBytes());
        Stitch stitch = fragments.stitch(layout, fragments.groups());
        target.writeFront(sink -> design.writeFront(stitch, sink));
        target.writeTail(design.tailBytes(), sink -> design.writeTail(stitch, sink));
        return SealedTarget.of(stores.pin(new Location.OnDisk(target.temporaryPath())));
    }

    @Override
    public void withdrawBeforePublishing() {
        if (precondition == Precondition.NONE) {
            target.withdraw();
        }
    }

    @Override
    public void publish() {
        target.publish(precondition);
        published = true;
    }

    @Override
    public void retract() {
        if (published) {
            target.withdraw();
        } // else closing removes what is hidden
    }

    @Override
    public void close() {
        open.remove(name);
        target.close();
    }
}
