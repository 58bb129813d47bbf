package io.vmloom.coordinator.pipeline;

import io.vmloom.archive.TarArchive;
import io.vmloom.cipher.Secrets;
import io.vmloom.coordinator.job.Sources;
import io.vmloom.coordinator.job.Trust;
import io.vmloom.error.ImageException;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.EmbeddedImage;
import io.vmloom.format.Detector;
import io.vmloom.format.Formats;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.ByteSource;
import io.vmloom.store.CompanionGate;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Stores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Step 1: pin the source's version, recognise its format, and read its metadata. */
public final class InspectStep {
    private final Stores stores;
    private final Secrets secrets;

    /** @param secrets where the references to keys lead to */
    public InspectStep(Stores stores, Secrets secrets) {
        this.stores = stores;
        this.secrets = secrets;
    }

    /** A member of what stands there now; throws a {@link io.vmloom.error.ConversionException}. */
    public InspectedSource run(Sources sources, String declaredFormat, String snapshot, Trust trust) {
        sources.requireOneFor(snapshot);
        MemberStep members = new MemberStep(stores);
        return run(
                sources.all().stream()
                        .map(source -> readable(members.run(stores.pin(entry(source)), sources.member())))
                        .toList(),
                declaredFormat,
                snapshot,
                trust);
    }

    private static SourceFile readable(SourceFile file) {
        if (!file.isOnePiece()) {
            throw ImageException.unsupported(
                    file.name(),
                    "it is cut into " + file.pieces().size() + " pieces",
                    "convert it with --unpack, which puts them together first");
        }
        return file;
    }

    /** Pins what stands there now and opens it; throws a {@link io.vmloom.error.ConversionException}. */
    public InspectedSource run(Location location, String declaredFormat, String snapshot, Trust trust) {
        return run(stores.pin(entry(location)), declaredFormat, snapshot, trust);
    }

    /** Where to begin: a directory may be one disk. */
    static Location entry(Location location) {
        return switch (location) {
            case Location.OnDisk(Path path) -> new Location.OnDisk(Formats.entry(path));
            case Location.InBucket object -> object;
        };
    }

    InspectedSource run(ObjectVersion version, String declaredFormat, String snapshot, Trust trust) {
        return run(SourceFile.asItIs(version), declaredFormat, snapshot, trust);
    }

    /** Several files are one disk, the guests one behind the other. */
    InspectedSource run(List<SourceFile> files, String declaredFormat, String snapshot, Trust trust) {
        if (files.size() == 1) {
            return run(files.getFirst(), declaredFormat, snapshot, trust);
        }
        List<InspectedSource> parts = new ArrayList<>();
        try {
            for (SourceFile file : files) {
                parts.add(run(file, declaredFormat, snapshot, trust));
            }
            InspectedSource whole = InspectedSource.concatenated(parts);
            trust.policy()
                    .requireAllowedSize(
                            files.getFirst().origin().location() + " and those behind it",
                            whole.image().virtualBytes());
            return whole;
        } catch (RuntimeException e) {
            parts.forEach(InspectedSource::close);
            throw e;
        }
    }

    /** How an image is opened that is allowed so much. */
    static OpenOptions options(String snapshot, CompanionGate gate, Trust trust, Secrets secrets) {
        return new OpenOptions(
                snapshot,
                gate,
                trust.policy(),
                trust.key().map(secrets::read),
                file -> Optional.ofNullable(
                                trust.otherKeys().get(gate.versionOf(file).location()))
                        .map(secrets::read),
                trust.onDamage());
    }

    InspectedSource run(SourceFile file, String declaredFormat, String snapshot, Trust trust) {
        return run(file, declaredFormat, snapshot, trust, Detector::open);
    }

    /** Opens an image without those below it. */
    InspectedSource runAlone(SourceFile file, String declaredFormat, Trust trust) {
        return run(file, declaredFormat, "", trust, Detector::openLayer);
    }

    /** Other members of an archive, by the last part of their names. */
    private static Function<String, Optional<ByteSource>> besides(ByteSource archive) {
        return name -> TarArchive.read(archive).onlyCalled(name);
    }

    private interface Opening {
        DiskImage open(ByteSource source, String declaredFormat, OpenOptions options);
    }

    private InspectedSource run(SourceFile file, String declaredFormat, String snapshot, Trust trust, Opening opening) {
        ByteSource whole = stores.open(file.version());
        ByteSource source = file.content(whole);
        CompanionGate gate = file.first().isWhole()
                ? new CompanionGate(stores, trust.companions(), file.version(), source)
                : CompanionGate.inArchive(stores, trust.companions(), file.version(), whole, besides(whole));
        try {
            DiskImage image =
                    EmbeddedImage.of(opening.open(source, declaredFormat, options(snapshot, gate, trust, secrets)));
            List<ObjectVersion> members =
                    image.members().stream().map(gate::versionOf).toList();
            return new InspectedSource(
                    image, members, members.stream().map(file::originOf).toList(), List.of(gate));
        } catch (RuntimeException e) {
            gate.close();
            throw e;
        }
    }
}
