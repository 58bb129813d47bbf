package io.vmloom.worker.convert;

import io.vmloom.error.ConversionException;
import io.vmloom.fragment.TaskResult;
import io.vmloom.object.LocalTargets;
import io.vmloom.object.Unpacking;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.PartReceipt;
import io.vmloom.store.Precondition;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.Stores;
import io.vmloom.store.Upload;
import io.vmloom.task.Task;
import io.vmloom.task.UnpackTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Expands a compressed file into a staging object or a hidden file. Thread-safe. */
final class Unpacker {
    private static final long FIRST_PART_BYTES = 8L << 20;

    /** Each part is so much longer than the one before: ten thousand hold 3 TiB, and few are held in little memory. */
    private static final long PART_GROWTH_BYTES = 64 << 10;

    private final Stores stores;
    private final LocalTargets localTargets;

    Unpacker(Stores stores, LocalTargets localTargets) {
        this.stores = stores;
        this.localTargets = localTargets;
    }

    /** @param proceed called between pieces; what it throws ends the task */
    TaskResult run(Task.Unpack task, Runnable proceed) {
        try (PackedFile packed = PackedFile.open(stores, task.packed());
                Unpacking content = new Unpacking(packed.content(), task.wrapper(), task.maxBytes())) {
            ObjectVersion unpacked = switch (task.target()) {
                case UnpackTarget.Local(String name) ->
                    stores.pin(new Location.OnDisk(localTargets.unpack(name, content, proceed)));
                case UnpackTarget.Staged(Location.InBucket object, Map<String, String> metadata) ->
                    store(object, metadata, content, proceed);
            };
            return new TaskResult.ComposedObject(task.id(), unpacked);
        }
    }

    private ObjectVersion store(
            Location.InBucket object, Map<String, String> metadata, Unpacking content, Runnable proceed) {
        ObjectStore store = stores.objects(object);
        long firstBytes = firstPartBytes(store.capabilities());
        Content first = content.next(firstBytes);
        if (first.lengthBytes() < firstBytes) {
            return store.put(object, first, metadata, Precondition.NONE);
        }
        Upload upload = store.createUpload(object, metadata);
        try {
            return store.complete(upload, upload(store, upload, first, content, proceed), Precondition.NONE);
        } catch (RuntimeException e) {
            abort(store, upload, e);
            throw e;
        }
    }

    private static List<PartReceipt> upload(
            ObjectStore store, Upload upload, Content first, Unpacking content, Runnable proceed) {
        List<PartReceipt> parts = new ArrayList<>();
        long bytes = first.lengthBytes();
        for (Content piece = first; piece.lengthBytes() > 0; piece = content.next(bytes)) {
            proceed.run();
            parts.add(store.uploadPart(upload, parts.size() + 1, piece));
            bytes = nextPartBytes(bytes, store.capabilities());
        }
        return parts;
    }

    static long firstPartBytes(StoreCapabilities capabilities) {
        return Math.min(FIRST_PART_BYTES, capabilities.maxPartBytes());
    }

    static long nextPartBytes(long bytes, StoreCapabilities capabilities) {
        return Math.min(bytes + PART_GROWTH_BYTES, capabilities.maxPartBytes());
    }

    /** What can not be aborted now is found among the item's staging when it ends. */
    private static void abort(ObjectStore store, Upload upload, RuntimeException reason) {
        try {
            store.abort(upload);
        } catch (ConversionException e) {
            reason.addSuppressed(e);
        }
    }
}
