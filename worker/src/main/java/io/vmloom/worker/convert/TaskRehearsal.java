package io.vmloom.worker.convert;

import io.vmloom.digest.RangeDigest;
import io.vmloom.error.InternalException;
import io.vmloom.extent.Losses;
import io.vmloom.fragment.EncodedFragment;
import io.vmloom.fragment.TaskResult;
import io.vmloom.fragment.WorkStats;
import io.vmloom.object.LocalTargets;
import io.vmloom.object.Unpacking;
import io.vmloom.range.WorkRange;
import io.vmloom.source.ByteSource;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.PartReceipt;
import io.vmloom.store.Precondition;
import io.vmloom.store.Stores;
import io.vmloom.store.Upload;
import io.vmloom.task.Task;
import io.vmloom.task.UnpackTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjLongConsumer;

/**
 * What a worker would answer, without reading or encoding anything: it makes the same requests for the same lengths, but
 * of content that is not the source's, and every digest is that of zeros. Thread-safe.
 */
public final class TaskRehearsal {
    private final Stores stores;
    private final ObjLongConsumer<ObjectVersion> reads;
    private final double compressedTo;
    private final FragmentStorer storer;
    private final Composer composer;

    /**
     * @param stores where content goes that may be forgotten
     * @param reads hears which member would be read, how many bytes at once
     * @param compressedTo which part of its length is left of data that is compressed
     */
    public TaskRehearsal(Stores stores, ObjLongConsumer<ObjectVersion> reads, double compressedTo) {
        this.stores = stores;
        this.reads = reads;
        this.compressedTo = compressedTo;
        this.storer = new FragmentStorer(stores, Nowhere.INSTANCE);
        this.composer = new Composer(stores);
    }

    public TaskResult run(Task task) {
        return switch (task) {
            case Task.Convert convert -> convert(convert);
            case Task.Compose compose -> composer.run(compose);
            case Task.Digest digest ->
                new TaskResult.Digested(
                        digest.id(),
                        digest(digest.range()).finish(),
                        stats(digest.range(), read(digest.members(), digest.range()), 0));
            case Task.Hash hash -> hash(hash);
            case Task.Unpack unpack -> new TaskResult.ComposedObject(unpack.id(), unpack(unpack));
        };
    }

    private TaskResult hash(Task.Hash task) {
        long sourceBytes = task.bytes().lengthBytes();
        reads.accept(task.bytes().file(), sourceBytes);
        return new TaskResult.Hashed(task.id(), "0".repeat(64), new WorkStats(sourceBytes, 0, 0, 0, 0, 0));
    }

    private TaskResult convert(Task.Convert task) {
        long sourceBytes = read(task.members(), task.range());
        EncodedFragment fragment = AssumedFragment.of(task.encoder(), task.range(), compressedTo);
        long targetBytes = fragment.content().lengthBytes();
        return new TaskResult.Converted(
                task.id(),
                targetBytes,
                storer.store(task.placement(), task.range().index(), fragment),
                storer.index(task.placement(), fragment),
                task.assurance().hasDigest() ? digest(task.range()).finish() : List.of(),
                stats(task.range(), sourceBytes, targetBytes),
                Losses.NONE);
    }

    private long read(List<ObjectVersion> members, WorkRange range) {
        long sourceBytes = 0;
        Windows windows = new Windows(range.extents(), ByteSource.OF_REQUESTS_BYTES);
        while (windows.hasNext()) {
            for (Fetch fetch : FetchPlan.of(windows.next())) {
                reads.accept(members.get(fetch.member()), fetch.lengthBytes());
                sourceBytes += fetch.lengthBytes();
            }
        }
        return sourceBytes;
    }

    private static RangeDigest digest(WorkRange range) {
        RangeDigest digest = new RangeDigest(range.start().bytes());
        digest.zeros(range.lengthBytes());
        return digest;
    }

    private static WorkStats stats(WorkRange range, long sourceBytes, long targetBytes) {
        long zeroBytes = range.lengthBytes() - range.dataBytes();
        return new WorkStats(sourceBytes, range.lengthBytes(), zeroBytes, targetBytes, 0, 0);
    }

    /** As much as may come out at the most. */
    private ObjectVersion unpack(Task.Unpack task) {
        task.packed().forEach(piece -> reads.accept(piece.file(), piece.lengthBytes()));
        return switch (task.target()) {
            case UnpackTarget.Local(String name) ->
                throw new InternalException("nothing is unpacked to " + name + " in a rehearsal", null);
            case UnpackTarget.Staged(Location.InBucket object, var metadata) -> {
                ObjectStore store = stores.objects(object);
                long firstBytes = Unpacker.firstPartBytes(store.capabilities());
                if (task.maxBytes() < firstBytes) {
                    yield store.put(object, Content.zeros(task.maxBytes()), metadata, Precondition.NONE);
                }
                Upload upload = store.createUpload(object, metadata);
                List<PartReceipt> parts = new ArrayList<>();
                long left = task.maxBytes();
                for (long bytes = firstBytes; left > 0; bytes = Unpacker.nextPartBytes(bytes, store.capabilities())) {
                    parts.add(store.uploadPart(upload, parts.size() + 1, Content.zeros(Math.min(left, bytes))));
                    left -= Math.min(left, bytes);
                }
                yield store.complete(upload, parts, Precondition.NONE);
            }
        };
    }

    /** Files of this host are not written. */
    private enum Nowhere implements LocalTargets {
        INSTANCE;

        @Override
        public void accept(String target, int range, EncodedFragment fragment) {}

        @Override
        public Path unpack(String name, Unpacking content, Runnable proceed) {
            throw new InternalException("nothing is unpacked to " + name + " in a rehearsal", null);
        }
    }
}
