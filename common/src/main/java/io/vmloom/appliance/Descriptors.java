package io.vmloom.appliance;

import io.vmloom.archive.ArchiveMember;
import io.vmloom.archive.TarArchive;
import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The files of packages that tell of the others. */
public final class Descriptors {
    private static final String OVF = ".ovf";
    private static final int NAMES_TOLD = 20;

    private Descriptors() {}

    /** The descriptor inside an archive; any other file itself. Throws {@link ImageException} for an archive without one. */
    public static ByteSource of(ByteSource source) {
        if (!TarArchive.matches(source)) {
            return source;
        }
        TarArchive archive = TarArchive.read(source);
        return archive.open(all(archive).getFirst());
    }

    /** Those of an archive, at least one; the first is meant. */
    static List<ArchiveMember> all(TarArchive archive) {
        List<ArchiveMember> descriptors = archive.members().stream()
                .filter(member -> isOne(member.name()))
                .toList();
        if (descriptors.isEmpty()) {
            throw ImageException.unsupported(
                    archive.source().name(),
                    "it is an archive without an OVF descriptor, of: "
                            + archive.members().stream()
                                    .limit(NAMES_TOLD)
                                    .map(ArchiveMember::name)
                                    .collect(Collectors.joining(", ")),
                    "name the disk that is wanted (--member, source.member in a manifest)");
        }
        return descriptors;
    }

    static boolean isOne(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(OVF);
    }

    /** What manifest and certificate are called, but for their endings. */
    static String base(String descriptor) {
        return isOne(descriptor) ? descriptor.substring(0, descriptor.length() - OVF.length()) : descriptor;
    }
}
