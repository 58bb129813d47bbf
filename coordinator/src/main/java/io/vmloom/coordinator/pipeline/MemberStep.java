package io.vmloom.coordinator.pipeline;

import io.vmloom.archive.ArchiveMember;
import io.vmloom.archive.TarArchive;
import io.vmloom.error.RequestException;
import io.vmloom.source.ByteSource;
import io.vmloom.store.FileRange;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Stores;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Before step 1, for a disk inside an archive: where its bytes are. They are read there, by whoever needs them. */
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
            if (!TarArchive.matches(source)) {
                throw new RequestException(source.name() + " is no tar archive, so it has no member '" + member.get()
                        + "'; leave the member out, or name the file itself");
            }
            return inArchive(file, TarArchive.read(source), member.get());
        }
    }

    private static SourceFile inArchive(ObjectVersion file, TarArchive archive, String member) {
        List<ArchiveMember> pieces = archive.pieces(member);
        if (pieces.isEmpty()) {
            throw new RequestException(file.location() + " has no member '" + member + "', but "
                    + archive.members().stream()
                            .limit(NAMES_TOLD)
                            .map(ArchiveMember::name)
                            .collect(Collectors.joining(", ")));
        }
        return SourceFile.member(
                file,
                member,
                pieces.stream()
                        .map(piece -> new FileRange(file, piece.start(), piece.lengthBytes()))
                        .toList());
    }
}
