package io.vmloom.worker.convert;

import io.vmloom.cipher.DiskCipher;
import io.vmloom.cipher.KeyWrap;
import io.vmloom.cipher.SealedCipher;
import io.vmloom.digest.RangeDigest;
import io.vmloom.error.CancelledException;
import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.extent.OnDamage;
import io.vmloom.fragment.EncodedFragment;
import io.vmloom.fragment.StoredFragment;
import io.vmloom.fragment.TaskResult;
import io.vmloom.fragment.WorkStats;
import io.vmloom.object.LocalTargets;
import io.vmloom.range.WorkRange;
import io.vmloom.source.ByteSource;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.StagingKeys;
import io.vmloom.store.Stores;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Predicate;

/** Runs one task at a time, start to result; one per worker slot. Not thread-safe. */
public final class TaskRunner implements AutoCloseable {
    private final Stores stores;
    private final LocalTargets localTargets;
    private final BlockPool blocks = new BlockPool();
    private final RangeReader reader;
    private final KeyWrap keys;
    private final Predicate<TaskId> cancelled;
    private final ExecutorService readThreads;

    /**
     * @param keys opens the keys that tasks carry
     * @param cancelled is not done, and not gone on with
     * @param readThreads virtual threads for reading ahead; shared, and not closed here
     */
    public TaskRunner(
            Stores stores,
            LocalTargets localTargets,
            KeyWrap keys,
            Predicate<TaskId> cancelled,
            ExecutorService readThreads) {
        this.keys = keys;
        this.cancelled = cancelled;
        this.readThreads = readThreads;
        this.stores = stores;
        this.localTargets = localTargets;
        this.reader = new RangeReader(readThreads, blocks);
    }

    /** Runs a task with what its tenant may touch; whatever goes wrong becomes a {@link TaskResult.Failed}. */
    public TaskResult run(Task task) {
        try {
            new Stop(task.id(), cancelled).check();
            Stores allowed = stores.onBehalfOf(
                    task.tenant(), StagingKeys.ofBatchOf(task.id().item()));
            return switch (task) {
                case Task.Convert convert -> convert(convert, allowed);
                case Task.Compose compose -> new Composer(allowed).run(compose);
                case Task.Unpack unpack ->
                    new Unpacker(allowed, localTargets).run(unpack, new Stop(unpack.id(), cancelled)::check);
                case Task.Digest digest -> digest(digest, allowed);
                case Task.Hash hash ->
                    new Hasher(allowed, readThreads).run(hash, new Stop(hash.id(), cancelled)::check);
            };
        } catch (ConversionException e) {
            return new TaskResult.Failed(task.id(), e.code(), String.valueOf(e.getMessage()), e.retryable());
        } catch (RuntimeException | OutOfMemoryError e) {
            return new TaskResult.Failed(
                    task.id(), ErrorCode.INTERNAL, task.id() + " failed in the worker: " + e, true);
        }
    }

    private TaskResult convert(Task.Convert task, Stores allowed) {
        long started = System.nanoTime();
        String fingerprint = task.encoder().codecFingerprint();
        if (!fingerprint.equals(task.codecFingerprint())) {
            return new TaskResult.Failed(
                    task.id(),
                    ErrorCode.INTERNAL,
                    "this worker's codec is " + fingerprint + " where the plan needs " + task.codecFingerprint()
                            + "; run workers and coordinator of the same version",
                    true);
        }
        try (FragmentEncoder encoder =
                Encoders.create(task.encoder(), task.range(), task.assurance().decodesBack(), keys, blocks)) {
            Stop stop = new Stop(task.id(), cancelled);
            Optional<RangeDigest> digest = task.assurance().hasDigest()
                    ? Optional.of(new RangeDigest(task.range().start().bytes()))
                    : Optional.empty();
            GuestSink sink =
                    digest.<GuestSink>map(known -> new Tee(known, encoder)).orElse(encoder);
            RangeReader.Outcome read = read(
                    allowed, task.members(), task.ciphers(), task.range(), task.onDamage(), new Stoppable(sink, stop));
            stop.check();
            EncodedFragment fragment = encoder.finish().onRelease(read.keptFree());
            FragmentStorer storer = new FragmentStorer(allowed, localTargets);
            StoredFragment stored = storer.store(task.placement(), task.range().index(), fragment);
            long targetBytes = fragment.content().lengthBytes();
            return new TaskResult.Converted(
                    task.id(),
                    targetBytes,
                    stored,
                    storer.index(task.placement(), fragment),
                    digest.map(RangeDigest::finish).orElse(List.of()),
                    stats(task.range(), read.sourceBytes(), targetBytes, encoder.keptUnits(), started),
                    read.losses());
        }
    }

    private TaskResult digest(Task.Digest task, Stores allowed) {
        long started = System.nanoTime();
        RangeDigest digest = new RangeDigest(task.range().start().bytes());
        Stop stop = new Stop(task.id(), cancelled);
        RangeReader.Outcome read = read(
                allowed,
                task.members(),
                task.ciphers(),
                task.range(),
                task.onDamage(),
                new Stoppable(new DigestSink(digest), stop));
        return new TaskResult.Digested(
                task.id(), digest.finish(), stats(task.range(), read.sourceBytes(), 0, 0, started));
    }

    private RangeReader.Outcome read(
            Stores allowed,
            List<ObjectVersion> versions,
            Map<Integer, SealedCipher> sealed,
            WorkRange range,
            OnDamage onDamage,
            GuestSink sink) {
        Map<Integer, DiskCipher> ciphers = new HashMap<>();
        sealed.forEach((member, cipher) -> ciphers.put(member, keys.open(cipher)));
        List<ByteSource> members = new ArrayList<>();
        try {
            versions.forEach(version -> members.add(allowed.open(version)));
            return reader.read(range, members, ciphers, onDamage, sink);
        } finally {
            members.forEach(ByteSource::close);
        }
    }

    private static WorkStats stats(WorkRange range, long sourceBytes, long targetBytes, long keptUnits, long started) {
        return new WorkStats(
                sourceBytes,
                range.lengthBytes(),
                range.lengthBytes() - range.dataBytes(),
                targetBytes,
                keptUnits,
                System.nanoTime() - started);
    }

    @Override
    public void close() {
        reader.close();
    }

    /** Asked between extents, so that a task ends within the window that it is at. */
    private record Stop(TaskId task, Predicate<TaskId> cancelled) {
        void check() {
            if (cancelled.test(task)) {
                throw new CancelledException("task " + task);
            }
        }
    }

    private record Stoppable(GuestSink sink, Stop stop) implements GuestSink {
        @Override
        public void data(byte[] bytes, int offset, int length) {
            stop.check();
            sink.data(bytes, offset, length);
        }

        @Override
        public boolean lastingData(byte[] bytes, int offset, int length) {
            stop.check();
            return sink.lastingData(bytes, offset, length);
        }

        @Override
        public void unit(SourceUnit unit) {
            stop.check();
            sink.unit(unit);
        }

        @Override
        public void zeros(long length) {
            stop.check();
            sink.zeros(length);
        }
    }

    private record DigestSink(RangeDigest digest) implements GuestSink {
        @Override
        public void data(byte[] bytes, int offset, int length) {
            digest.update(bytes, offset, length);
        }

        @Override
        public void zeros(long length) {
            digest.zeros(length);
        }
    }

    private record Tee(RangeDigest digest, GuestSink encoder) implements GuestSink {
        @Override
        public void data(byte[] bytes, int offset, int length) {
            digest.update(bytes, offset, length);
            encoder.data(bytes, offset, length);
        }

        @Override
        public boolean lastingData(byte[] bytes, int offset, int length) {
            digest.update(bytes, offset, length);
            return encoder.lastingData(bytes, offset, length);
        }

        @Override
        public void unit(SourceUnit unit) {
            digest.update(unit.bytes(), 0, unit.lengthBytes());
            encoder.unit(unit);
        }

        @Override
        public void zeros(long length) {
            digest.zeros(length);
            encoder.zeros(length);
        }
    }
}
