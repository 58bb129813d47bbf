package io.vmloom.coordinator.pipeline;

import io.vmloom.appliance.Appliance;
import io.vmloom.appliance.CheckDepth;
import io.vmloom.appliance.PackageManifest;
import io.vmloom.appliance.PackageNames;
import io.vmloom.appliance.PackageReader;
import io.vmloom.appliance.PackagedDisk;
import io.vmloom.archive.ArchiveMember;
import io.vmloom.archive.TarArchive;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.MachineDisk;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.error.ImageException;
import io.vmloom.error.TargetException;
import io.vmloom.source.ByteSource;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A package that an earlier batch made in the same place. Its metadata has the recipes of its disks, so that whether they would be
 * the same is known before any of them is made.
 *
 * @param whole the package
 */
record PackedBefore(ItemContext item, ConversionRequest whole) {
    private static final String KEY = "vmloom-disks";
    private static final int RECIPE_CHARACTERS = 16;

    /** All metadata of an object together have 2 KiB. */
    private static final int MAX_DISKS = 80;

    /** A disk in an archive. */
    record Found(PackedDisk disk, String sha256) {}

    static Map<String, String> metadata(List<PackedDisk> disks) {
        List<String> recipes = disks.stream()
                .flatMap(disk -> Optional.ofNullable(disk.version().metadata().get(Recipe.KEY)).stream())
                .map(PackedBefore::shortened)
                .toList();
        return recipes.size() == disks.size() && disks.size() <= MAX_DISKS
                ? Map.of(KEY, String.join(",", recipes))
                : Map.of();
    }

    /**
     * The outcome for the item of a disk that is in the package already.
     *
     * @throws TargetException {@code TARGET_EXISTS} when another one is in its place, which is to be kept
     */
    Optional<ItemOutcome> skipped(InspectedSource source) {
        List<String> recipes = existing().map(PackedBefore::recipes).orElse(List.of());
        if (recipes.isEmpty() || !source.image().keyIsProven()) {
            return Optional.empty();
        }
        int number = order().stream()
                .map(MachineDisk::item)
                .toList()
                .indexOf(item.request().id());
        if (recipes.size() != order().size()
                || !recipes.get(number).equals(shortened(Recipe.of(item.request(), source.origins())))) {
            throw another();
        }
        return Optional.of(new ItemOutcome.Skipped(
                source.image().format(),
                source.sourceBytes(),
                source.image().virtualBytes(),
                0,
                List.of(),
                Optional.empty()));
    }

    /**
     * The disks of the package, when none of them was made because they are there.
     *
     * @throws TargetException {@code TARGET_EXISTS} when they are others
     */
    Optional<List<Found>> disks(Map<String, ItemOutcome> outcomes) {
        boolean noneMade = order().stream().allMatch(disk -> outcomes.get(disk.item()) instanceof ItemOutcome.Skipped);
        return noneMade ? existing().filter(found -> !recipes(found).isEmpty()).map(this::disks) : Optional.empty();
    }

    /** What stands in its place and is to be kept, unless this very item made it. */
    Optional<ObjectVersion> existing() {
        if (whole.overwrite() != OverwritePolicy.KEEP || !(whole.target() instanceof Location.InBucket place)) {
            return Optional.empty();
        }
        return item.retries()
                .call(() -> item.stores().objects(place).head(place))
                .filter(found -> !whole.id().equals(found.metadata().get(FragmentUpload.TOKEN)));
    }

    private List<Found> disks(ObjectVersion archive) {
        try {
            return item.retries().call(() -> {
                try (ByteSource source = item.stores().open(archive)) {
                    return disks(TarArchive.read(source));
                }
            });
        } catch (ImageException e) {
            throw another();
        }
    }

    private List<Found> disks(TarArchive archive) {
        Appliance appliance = new PackageReader(CheckDepth.SMALL_FILES).read(archive);
        String name = PackageNames.stem(whole.target().name()) + ".mf";
        ArchiveMember member = archive.member(name).orElseThrow(this::another);
        PackageManifest manifest = PackageManifest.read(name, archive.open(member));
        List<Found> found = new ArrayList<>();
        for (MachineDisk disk : order()) {
            PackagedDisk packed = appliance.disks().stream()
                    .filter(one -> one.file().equals(disk.reference()))
                    .findFirst()
                    .orElseThrow(this::another);
            String sha256 = manifest.entries().stream()
                    .filter(entry -> entry.file().equals(disk.reference()))
                    .map(PackageManifest.Entry::hex)
                    .findFirst()
                    .orElseThrow(this::another);
            ObjectVersion inside =
                    new ObjectVersion(disk.target(), packed.storedBytes(), "in the package", false, Map.of());
            found.add(
                    new Found(new PackedDisk(disk, inside, packed.virtualBytes().orElseThrow(this::another)), sha256));
        }
        return found;
    }

    private List<MachineDisk> order() {
        return whole.making().machine().orElseThrow().disks();
    }

    private TargetException another() {
        return TargetException.exists(
                whole.target().toString(), "it is another package; give another target, or overwrite it (--overwrite)");
    }

    private static List<String> recipes(ObjectVersion found) {
        return Optional.ofNullable(found.metadata().get(KEY))
                .map(text -> List.of(text.split(",", -1)))
                .orElse(List.of());
    }

    private static String shortened(String recipe) {
        return recipe.substring(0, RECIPE_CHARACTERS);
    }
}
