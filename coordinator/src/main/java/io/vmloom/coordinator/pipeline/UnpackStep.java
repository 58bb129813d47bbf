package io.vmloom.coordinator.pipeline;

import io.vmloom.codec.Wrapper;
import io.vmloom.coordinator.dispatch.Work;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemStage;
import io.vmloom.error.InternalException;
import io.vmloom.error.RequestException;
import io.vmloom.format.Detector;
import io.vmloom.fragment.TaskResult;
import io.vmloom.object.OpenLocalTargets;
import io.vmloom.object.UnpackedFile;
import io.vmloom.source.ByteSource;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.task.Task;
import io.vmloom.task.TaskKind;
import io.vmloom.task.UnpackTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Before step 1, where the user allows it: a compressed file is expanded by a worker, beside the target. No step can
 * look into such a file at an offset, so this is the only one that writes what is not the target. Closing it removes what
 * it wrote on this host; what it wrote to a store is staging.
 */
final class UnpackStep implements AutoCloseable {
    private static final String STAGED = "unpacked";
    private static final String FROM = "vmloom-unpacked-from";

    private final ItemContext item;
    private final OpenLocalTargets localTargets;
    private final List<UnpackedFile> files = new ArrayList<>();

    UnpackStep(ItemContext item, OpenLocalTargets localTargets) {
        this.item = item;
        this.localTargets = localTargets;
    }

    /** How the whole file is compressed; empty when it is not, or when the user did not allow to look. */
    Optional<Wrapper> wrapper(ObjectVersion source) {
        if (item.request().trust().maxUnpackedBytes().isEmpty()) {
            return Optional.empty();
        }
        return item.retries().call(() -> {
            try (ByteSource file = item.stores().open(source)) {
                return Detector.wrapper(file);
            }
        });
    }

    /** Which of several sources are compressed is not looked for. */
    static void refuseSeveral(ConversionRequest request) {
        if (request.trust().maxUnpackedBytes().isPresent()) {
            throw new RequestException(request.source() + ": only one source can be unpacked; unpack them first");
        }
    }

    /** Expands it, unless that was done by an earlier run. */
    SourceFile run(ObjectVersion packed, Wrapper wrapper, Progress progress) {
        progress.enter(ItemStage.UNPACKING, packed.sizeBytes());
        ObjectVersion unpacked = switch (item.request().target()) {
            case Location.OnDisk(Path path) -> onDisk(packed, wrapper, path);
            case Location.InBucket object -> staged(packed, wrapper, object);
        };
        progress.add(packed.sizeBytes());
        return new SourceFile(unpacked, packed);
    }

    private ObjectVersion onDisk(ObjectVersion packed, Wrapper wrapper, Path target) {
        String name = item.request().id();
        UnpackedFile file = UnpackedFile.beside(target);
        files.add(file);
        localTargets.add(name, file);
        return unpack(packed, wrapper, new UnpackTarget.Local(name));
    }

    private ObjectVersion staged(ObjectVersion packed, Wrapper wrapper, Location.InBucket target) {
        Staging staging = new Staging(
                item.stores().objects(target), target, item.request().id());
        Location.InBucket key = staging.key(STAGED);
        TextHash from = new TextHash(packed.location().toString());
        from.line(packed.sizeBytes() + " " + packed.etag() + " " + wrapper);
        String origin = from.hex();
        return item.retries()
                .call(() -> item.stores().objects(key).head(key))
                .filter(found -> origin.equals(found.metadata().get(FROM)))
                .orElseGet(() -> unpack(packed, wrapper, new UnpackTarget.Staged(key, Map.of(FROM, origin))));
    }

    private ObjectVersion unpack(ObjectVersion packed, Wrapper wrapper, UnpackTarget target) {
        ConversionRequest request = item.request();
        OptionalLong maxBytes = request.trust().maxUnpackedBytes();
        int generation = item.tasks().nextGeneration();
        List<ObjectVersion> unpacked = new ArrayList<>();
        Work work = new Work(
                0,
                attempt -> new Task.Unpack(
                        item.tasks().id(generation, TaskKind.UNPACK, 0, attempt),
                        packed,
                        wrapper,
                        maxBytes.orElseThrow(),
                        target));
        item.tasks()
                .board()
                .run(
                        List.of(work).iterator(),
                        results -> results.forEach(result -> {
                            if (!(result instanceof TaskResult.ComposedObject(var id, ObjectVersion object))) {
                                throw new InternalException(
                                        "an unpacking was answered by "
                                                + result.getClass().getSimpleName(),
                                        null);
                            }
                            unpacked.add(object);
                        }));
        return unpacked.getFirst();
    }

    @Override
    public void close() {
        localTargets.removeUnpacked(item.request().id());
        files.forEach(UnpackedFile::close);
    }
}
