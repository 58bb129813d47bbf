package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.object.LocalTarget;
import io.vmloom.object.OpenLocalTargets;
import io.vmloom.object.UnpackedFile;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.Precondition;
import io.vmloom.store.Stores;
import io.vmloom.task.Piece;
import io.vmloom.task.UnpackTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that are really written, by the workers of this process. */
final class WrittenFiles implements LocalFiles {
    private static final Logger LOG = LoggerFactory.getLogger(WrittenFiles.class);

    private final OpenLocalTargets open;
    private final Stores stores;
    private final Map<String, UnpackedFile> unpacked = new ConcurrentHashMap<>();

    WrittenFiles(OpenLocalTargets open, Stores stores) {
        this.open = open;
        this.stores = stores;
    }

    @Override
    public TargetSession target(ConversionRequest request, Location.OnDisk place, ConversionPlan plan, FilePlan file) {
        return request.overwrite().inPlace()
                ? new InPlaceSession(request, place, plan, open, stores)
                : new FileSession(request, place.path(), plan, file, open, stores);
    }

    @Override
    public ComposedTarget composed(
            ConversionRequest request, Location.OnDisk place, List<Piece> pieces, LongConsumer progress) {
        return PackageFile.of(place, precondition(request), open.writes().durability(), stores, pieces, progress);
    }

    @Override
    public void whole(ConversionRequest request, Location.OnDisk place, Content content) {
        LocalTarget.write(
                place.path(), content, precondition(request), open.writes().durability());
    }

    private static Precondition precondition(ConversionRequest request) {
        return request.overwrite() == OverwritePolicy.REPLACE ? Precondition.NONE : Precondition.ABSENT;
    }

    @Override
    public void remove(Location.OnDisk file) {
        try {
            Files.deleteIfExists(file.path());
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("file", file).setCause(e).log("file could not be removed");
        }
    }

    @Override
    public UnpackTarget unpacked(String name, Path target, int number) {
        UnpackedFile file = UnpackedFile.beside(target, number);
        unpacked.put(name, file);
        open.add(name, file);
        return new UnpackTarget.Local(name);
    }

    @Override
    public void removeUnpacked(String name) {
        open.removeUnpacked(name);
        Optional.ofNullable(unpacked.remove(name)).ifPresent(UnpackedFile::close);
    }
}
