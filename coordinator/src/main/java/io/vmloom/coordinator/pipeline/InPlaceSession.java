package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.LocalWriting;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.RequestException;
import io.vmloom.error.StoreException;
import io.vmloom.error.TargetException;
import io.vmloom.object.LocalTarget;
import io.vmloom.object.OpenLocalTargets;
import io.vmloom.store.Claim;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Precondition;
import io.vmloom.store.Stores;
import io.vmloom.task.Placement;
import io.vmloom.task.TaskId;

/**
 * A raw file or block device of this host that is there already as target, written by this process's own workers only.
 * What lies behind the disk's end stays as it is.
 */
final class InPlaceSession implements TargetSession {
    private final String name;
    private final Location.OnDisk location;
    private final long diskBytes;
    private final Claim claim;
    private final LocalTarget target;
    private final OpenLocalTargets open;
    private final Stores stores;

    InPlaceSession(
            ConversionRequest request,
            Location.OnDisk location,
            ConversionPlan plan,
            OpenLocalTargets open,
            Stores stores) {
        this.name = request.id();
        this.location = location;
        this.diskBytes = plan.design().virtualBytes();
        this.open = open;
        this.stores = stores;
        requireRoom();
        this.claim = stores.claim(location);
        try {
            this.target = LocalTarget.inPlace(
                    location.path(),
                    range -> plan.starts()[range],
                    LocalWriting.zeros(location.toString(), request.options(), request.overwrite()),
                    open.writes().durability());
            open.add(name, target, 0);
        } catch (RuntimeException e) {
            claim.close();
            throw e;
        }
    }

    private void requireRoom() {
        long roomBytes = present().sizeBytes();
        if (roomBytes < diskBytes) {
            throw TargetException.tooLarge(
                    location.toString(),
                    "it has " + roomBytes + " bytes where the disk takes " + diskBytes,
                    "enlarge it, or choose a larger one");
        }
    }

    private ObjectVersion present() {
        try {
            return stores.pin(location);
        } catch (StoreException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                throw new RequestException(
                        location + " does not exist, and nothing is created for writing in place (-n,"
                                + " overwrite: in-place); make it first, or leave that out");
            }
            throw e;
        }
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
        // It is what is written.
    }

    @Override
    public SealedTarget seal(FragmentLedger fragments) {
        target.finishFragments(fragments.ranges());
        ObjectVersion whole = present();
        return SealedTarget.of(
                new ObjectVersion(whole.location(), diskBytes, whole.etag(), whole.weak(), whole.metadata()));
    }

    @Override
    public void withdrawBeforePublishing() {
        // It is what is written.
    }

    @Override
    public void publish() {
        target.publish(Precondition.NONE);
    }

    @Override
    public void retract() {
        // Whoever reads the outcome learns that what was written stays.
    }

    @Override
    public void close() {
        open.remove(name);
        target.close();
        claim.close();
    }
}
