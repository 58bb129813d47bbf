package io.vmloom.coordinator.pipeline;

import io.vmloom.appliance.DescribedFiles;
import io.vmloom.archive.ArchiveMember;
import io.vmloom.archive.ChunkNames;
import io.vmloom.archive.TarArchive;
import io.vmloom.error.ImageException;
import io.vmloom.error.RequestException;
import io.vmloom.machine.ConfigFile;
import io.vmloom.machine.ovf.OvfFile;
import io.vmloom.source.ByteSource;
import io.vmloom.store.FileRange;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Stores;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Before step 1, for a disk of a package: where its bytes are, inside an archive or beside a descriptor. They are read
 * there, by whoever needs them.
 */
final class MemberStep {
    private static final int NAMES_TOLD = 20;

    private final Stores stores;

    MemberStep(Stores stores) {
        this.stores = stores;
    }

    /** The file itself where no member is wanted; throws a {@link io.vmloom.error.ConversionException}. */
    SourceFile run(ObjectVersion file, Optional<String> member) {
        if (member.isEmpty()) {
            return SourceFile.asItIs(file);
        }
        try (ByteSource source = stores.open(file)) {
            if (TarArchive.matches(source)) {
                return inArchive(file, TarArchive.read(source), member.get());
            }
            if (ApplianceStep.isDescriptor(source)) {
                return beside(file, source, member.get());
            }
            throw new RequestException(
                    source.name() + " is neither an archive nor a descriptor of a machine, so it has no member '"
                            + member.get() + "'; leave the member out, or name the file itself");
        }
    }

    private static SourceFile inArchive(ObjectVersion file, TarArchive archive, String member) {
        List<ArchiveMember> pieces = archive.pieces(member);
        if (pieces.isEmpty()) {
            throw unknown(
                    file,
                    member,
                    archive.members().stream().map(ArchiveMember::name).toList());
        }
        if (pieces.size() > 1) {
            requireWhole(file, archive, member, pieces);
        }
        return SourceFile.member(
                file,
                member,
                pieces.stream()
                        .map(piece -> new FileRange(file, piece.start(), piece.lengthBytes()))
                        .toList());
    }

    /** Whether the last pieces are missing nobody could tell but the descriptor. */
    private static void requireWhole(
            ObjectVersion file, TarArchive archive, String member, List<ArchiveMember> pieces) {
        archive.members().stream()
                .filter(one -> one.name().toLowerCase(Locale.ROOT).endsWith(".ovf"))
                .findFirst()
                .flatMap(descriptor -> referred(archive.open(descriptor), fromDirectory(descriptor, member)))
                .ifPresent(told -> requireSize(
                        file,
                        member,
                        told.sizeBytes(),
                        pieces.stream().mapToLong(ArchiveMember::lengthBytes).sum()));
    }

    /** As the descriptor has it, which names files from its own directory on. */
    private static String fromDirectory(ArchiveMember descriptor, String member) {
        String directory = descriptor.name().substring(0, descriptor.name().lastIndexOf('/') + 1);
        return member.startsWith(directory) ? member.substring(directory.length()) : member;
    }

    private SourceFile beside(ObjectVersion descriptor, ByteSource source, String member) {
        OvfFile file = referred(source, member)
                .orElseThrow(() -> unknown(
                        descriptor,
                        member,
                        DescribedFiles.of(ConfigFile.of(source)).stream()
                                .map(OvfFile::href)
                                .toList()));
        List<ObjectVersion> pieces = IntStream.range(0, countOf(file))
                .mapToObj(number -> file.chunkBytes().isPresent() ? ChunkNames.of(member, number) : member)
                .map(name -> BesideContents.location(descriptor.location(), name)
                        .map(location -> stores.pin(InspectStep.entry(location)))
                        .orElseThrow(() -> missing(descriptor, name)))
                .toList();
        if (pieces.size() == 1) {
            return SourceFile.asItIs(pieces.getFirst());
        }
        requireSize(
                descriptor,
                member,
                file.sizeBytes(),
                pieces.stream().mapToLong(ObjectVersion::sizeBytes).sum());
        return SourceFile.pieces(descriptor.location(), member, pieces);
    }

    private static int countOf(OvfFile file) {
        long bytes = file.sizeBytes().orElse(0);
        long chunk = file.chunkBytes().orElse(0);
        return chunk == 0 ? 1 : Math.toIntExact(Math.clamp(Math.ceilDiv(bytes, chunk), 1, 100_000));
    }

    private static Optional<OvfFile> referred(ByteSource descriptor, String member) {
        return DescribedFiles.of(ConfigFile.of(descriptor)).stream()
                .filter(file -> file.href().equals(member))
                .findFirst();
    }

    private static void requireSize(ObjectVersion file, String member, OptionalLong told, long found) {
        if (told.isPresent() && told.getAsLong() != found) {
            throw ImageException.invalid(
                    file.location().toString(),
                    0,
                    "the pieces of '" + member + "' must have " + told.getAsLong() + " bytes together, got: " + found);
        }
    }

    private static ImageException missing(ObjectVersion descriptor, String name) {
        return ImageException.unsafe(
                descriptor.location().toString(),
                "it needs '" + name + "', which is no file in its directory or below",
                "only files of the package are opened; copy it there");
    }

    private static RequestException unknown(ObjectVersion file, String member, List<String> names) {
        return new RequestException(file.location() + " has no member '" + member + "', but "
                + names.stream().limit(NAMES_TOLD).collect(Collectors.joining(", ")));
    }
}
