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
import io.vmloom.task.UnpackTarget;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Files that are really written, by the workers of this process. */
final class WrittenFiles implements LocalFiles {
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
    public void whole(ConversionRequest request, Location.OnDisk place, Content content) {
        Precondition precondition =
                request.overwrite() == OverwritePolicy.REPLACE ? Precondition.NONE : Precondition.ABSENT;
        LocalTarget.write(place.path(), content, precondition, open.writes().durability());
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
