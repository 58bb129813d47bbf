package io.vmloom.coordinator.pipeline;

import io.vmloom.codec.Wrapper;
import io.vmloom.coordinator.dispatch.Work;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemStage;
import io.vmloom.error.ImageException;
import io.vmloom.error.InternalException;
import io.vmloom.error.RequestException;
import io.vmloom.format.Detector;
import io.vmloom.fragment.TaskResult;
import io.vmloom.source.ByteSource;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import io.vmloom.task.TaskKind;
import io.vmloom.task.UnpackTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Before step 1, where the user allows it: a compressed file is expanded by a worker, beside the target. No step can
 * look into such a file at an offset, so this is the only one that writes what is not the target. Closing it removes what
 * it wrote on this host; what it wrote to a store is staging.
 */
final class UnpackStep implements AutoCloseable {
    private static final String STAGED = "unpacked-";
    private static final String FROM = "vmloom-unpacked-from";

    private final ItemContext item;
    private final LocalFiles files;
    private final Set<String> unpacked = new HashSet<>();
    private int unpackings;

    UnpackStep(ItemContext item, LocalFiles files) {
        this.item = item;
        this.files = files;
    }

    /** How the whole file is compressed; empty when it is not, or when the user did not allow to look. */
    Optional<Wrapper> wrapper(SourceFile source) {
        if (item.request().trust().maxUnpackedBytes().isEmpty()) {
            return Optional.empty();
        }
        return item.retries().call(() -> {
            try (ByteSource file = item.stores().open(source.version())) {
                return Detector.wrapper(source.content(file));
            }
        });
    }

    /** Throws {@link ImageException} for what lies in pieces when the user did not allow to put it together. */
    void requireReadable(SourceFile source) {
        if (!source.isOnePiece() && item.request().trust().maxUnpackedBytes().isEmpty()) {
            throw ImageException.unsupported(
                    source.name(),
                    "it is cut into " + source.pieces().size() + " pieces, which have to be put together first",
                    "allow that (--unpack, source.unpack in a manifest): a copy is made beside the target meanwhile");
        }
    }

    /** Which of several sources are compressed is not looked for. */
    static void refuseSeveral(ConversionRequest request) {
        if (request.trust().maxUnpackedBytes().isPresent()) {
            throw new RequestException(request.source() + ": only one source can be unpacked; unpack them first");
        }
    }

    /** Expands the source, unless that was done by an earlier run. */
    SourceFile run(SourceFile packed, Optional<Wrapper> wrapper, Progress progress) {
        progress.enter(ItemStage.UNPACKING, packed.sizeBytes());
        long maxBytes = item.request().trust().maxUnpackedBytes().orElseThrow();
        SourceFile unpacked = run(packed, wrapper, maxBytes);
        progress.add(packed.sizeBytes());
        return unpacked;
    }

    /** Expands any file. */
    SourceFile run(SourceFile packed, Optional<Wrapper> wrapper, long maxBytes) {
        UnpackTarget target = switch (item.request().target()) {
            case Location.OnDisk(Path path) -> hidden(path);
            case Location.InBucket object -> staged(object, packed, wrapper);
        };
        return packed.unpackedTo(before(target).orElseGet(() -> unpack(packed, wrapper, maxBytes, target)));
    }

    private UnpackTarget hidden(Path target) {
        int number = unpackings++;
        String name = item.request().id() + "#" + number;
        unpacked.add(name);
        return files.unpacked(name, target, number);
    }

    private UnpackTarget staged(Location.InBucket target, SourceFile packed, Optional<Wrapper> wrapper) {
        Staging staging = new Staging(
                item.stores().objects(target), target, item.request().id());
        ObjectVersion file = packed.version();
        TextHash from = new TextHash(file.location().toString());
        from.line(file.sizeBytes() + " " + file.etag() + " "
                + wrapper.map(Wrapper::name).orElse("plain"));
        packed.pieces().stream()
                .filter(piece -> !piece.isWhole() || !packed.isOnePiece())
                .forEach(piece -> from.line(piece.file().location() + " "
                        + piece.file().etag() + " " + piece.start() + " " + piece.lengthBytes()));
        return new UnpackTarget.Staged(staging.key(STAGED + unpackings++), Map.of(FROM, from.hex()));
    }

    /** What an earlier run unpacked. */
    private Optional<ObjectVersion> before(UnpackTarget target) {
        return switch (target) {
            case UnpackTarget.Local local -> Optional.empty();
            case UnpackTarget.Staged(Location.InBucket key, Map<String, String> metadata) ->
                item.retries()
                        .call(() -> item.stores().objects(key).head(key))
                        .filter(found -> Objects.equals(
                                metadata.get(FROM), found.metadata().get(FROM)));
        };
    }

    private ObjectVersion unpack(SourceFile packed, Optional<Wrapper> wrapper, long maxBytes, UnpackTarget target) {
        int generation = item.tasks().nextGeneration();
        Work work = new Work(
                0,
                packed.sizeBytes(),
                attempt -> new Task.Unpack(
                        item.tasks().id(generation, TaskKind.UNPACK, 0, attempt),
                        packed.pieces(),
                        wrapper,
                        maxBytes,
                        target));
        List<ObjectVersion> unpacked = new ArrayList<>();
        item.tasks()
                .board()
                .run(List.of(work).iterator(), results -> results.forEach(result -> unpacked.add(unpacked(result))));
        return unpacked.getFirst();
    }

    private static ObjectVersion unpacked(TaskResult result) {
        if (result instanceof TaskResult.ComposedObject(TaskId id, ObjectVersion object)) {
            return object;
        }
        throw new InternalException(
                "an unpacking was answered by " + result.getClass().getSimpleName(), null);
    }

    @Override
    public void close() {
        unpacked.forEach(files::removeUnpacked);
    }
}
