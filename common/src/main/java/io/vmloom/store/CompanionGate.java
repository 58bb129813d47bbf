package io.vmloom.store;

import io.vmloom.error.RequestException;
import io.vmloom.source.AllowedFile;
import io.vmloom.source.ByteSource;
import io.vmloom.source.FileGate;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Opens what the user allowed, and remembers which version of each file that is. An image's reference is only compared
 * with names, by its last part or as a whole; it is never resolved, so that neither directories nor protocols in it mean
 * anything.
 */
public final class CompanionGate implements FileGate, AutoCloseable {
    private final Stores stores;
    private final Companions companions;
    private final ObjectVersion image;
    private final Optional<Function<String, Optional<ByteSource>>> besideInArchive;
    private final Map<String, AllowedFile> openedInArchive = new HashMap<>();
    private final Map<Location, AllowedFile> opened = new HashMap<>();
    private final Map<ByteSource, ObjectVersion> versions = new IdentityHashMap<>();

    /** @param source the image's own bytes, of this version */
    public CompanionGate(Stores stores, Companions companions, ObjectVersion image, ByteSource source) {
        this(stores, companions, image, source, Optional.empty());
    }

    /**
     * For an image inside an archive, beside which only other members of the archive lie.
     *
     * @param source the archive's bytes, of this version
     * @param beside finds a member by the last part of its name
     */
    public static CompanionGate inArchive(
            Stores stores,
            Companions companions,
            ObjectVersion archive,
            ByteSource source,
            Function<String, Optional<ByteSource>> beside) {
        return new CompanionGate(stores, companions, archive, source, Optional.of(beside));
    }

    private CompanionGate(
            Stores stores,
            Companions companions,
            ObjectVersion image,
            ByteSource source,
            Optional<Function<String, Optional<ByteSource>>> besideInArchive) {
        this.stores = stores;
        this.companions = companions;
        this.image = image;
        this.besideInArchive = besideInArchive;
        opened.put(image.location(), new AllowedFile(source, Companion.AUTO));
        versions.put(source, image);
    }

    @Override
    public Optional<AllowedFile> named(String reference) {
        return listed(reference).map(this::open).or(() -> beside(reference));
    }

    @Override
    public String absence() {
        return switch (companions.others()) {
            case REFUSED -> FileGate.super.absence();
            case BESIDE -> "which was not listed, and no file of this name (links do not count) lies beside the image";
        };
    }

    @Override
    public List<AllowedFile> all() {
        return companions.files().stream().map(this::open).toList();
    }

    /** Which version of the image, or of a file that came through this gate, these bytes are. */
    public ObjectVersion versionOf(ByteSource source) {
        return Optional.ofNullable(versions.get(source))
                .orElseThrow(() -> new IllegalArgumentException(source.name() + " did not come through this gate"));
    }

    /** Closes all files, the image's own included. */
    @Override
    public void close() {
        versions.keySet().forEach(ByteSource::close);
    }

    private Optional<Companion> listed(String reference) {
        Optional<Companion> whole = only(reference, reference);
        if (whole.isPresent() || PROTOCOL.matcher(reference).matches()) {
            return whole;
        }
        return only(Companion.fileName(reference), reference);
    }

    private Optional<Companion> only(String name, String reference) {
        List<Companion> called = companions.files().stream()
                .filter(file -> file.name().equals(name))
                .toList();
        if (called.size() > 1) {
            throw new RequestException(image.location() + " needs '" + reference + "', and " + called.size()
                    + " of the listed files are called '" + name + "'; give the right one that reference as its name");
        }
        return called.stream().findFirst();
    }

    private Optional<AllowedFile> beside(String reference) {
        String name = Companion.fileName(reference);
        return switch (companions.others()) {
            case REFUSED -> Optional.empty();
            case BESIDE ->
                PROTOCOL.matcher(reference).matches() || name.isEmpty() || name.startsWith(".")
                        ? Optional.empty()
                        : besideInArchive.isPresent()
                                ? inArchive(name, besideInArchive.get())
                                : besideImage(name)
                                        .map(location -> open(new Companion(location, name, Companion.AUTO)));
        };
    }

    private Optional<AllowedFile> inArchive(String name, Function<String, Optional<ByteSource>> members) {
        AllowedFile before = openedInArchive.get(name);
        if (before != null) {
            return Optional.of(before);
        }
        Optional<AllowedFile> found = members.apply(name).map(source -> new AllowedFile(source, Companion.AUTO));
        found.ifPresent(file -> {
            openedInArchive.put(name, file);
            versions.put(file.source(), image);
        });
        return found;
    }

    /** Links are not followed: they would lead away from there. */
    private Optional<Location> besideImage(String name) {
        return switch (image.location()) {
            case Location.OnDisk(Path path) ->
                Optional.of(path.resolveSibling(name))
                        .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                        .map(Location.OnDisk::new);
            case Location.InBucket object -> {
                Location.InBucket file = object.sibling(name);
                yield stores.objects(file).head(file).map(found -> file);
            }
        };
    }

    private AllowedFile open(Companion file) {
        AllowedFile before = opened.get(file.location());
        if (before != null) {
            return before;
        }
        ObjectVersion version = stores.pin(file.location());
        AllowedFile allowed = new AllowedFile(stores.open(version), file.format());
        versions.put(allowed.source(), version);
        opened.put(file.location(), allowed);
        return allowed;
    }
}
