package io.vmloom.coordinator.pipeline;

import io.vmloom.source.ByteSource;
import io.vmloom.source.RenamedSource;
import io.vmloom.source.Section;
import io.vmloom.store.FileRange;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The file that an image lies in.
 *
 * @param pieces where it is, one behind the other; only what is one piece can be opened
 * @param origin the user's file: another one when it was unpacked; an archive's version, with the length of the member
 * @param name as it stands in messages
 */
record SourceFile(List<FileRange> pieces, ObjectVersion origin, String name) {
    SourceFile {
        pieces = List.copyOf(pieces);
    }

    static SourceFile asItIs(ObjectVersion version) {
        return new SourceFile(
                List.of(FileRange.whole(version)), version, version.location().toString());
    }

    /** A file inside an archive. */
    static SourceFile member(ObjectVersion of, String member, List<FileRange> pieces) {
        long lengthBytes = pieces.stream().mapToLong(FileRange::lengthBytes).sum();
        ObjectVersion origin = new ObjectVersion(of.location(), lengthBytes, of.etag(), of.weak(), of.metadata());
        return new SourceFile(pieces, origin, of.location() + "(" + member + ")");
    }

    /** A file that is cut into others, beside the one that tells of them. */
    static SourceFile pieces(Location of, String member, List<ObjectVersion> pieces) {
        ObjectVersion origin = new ObjectVersion(
                of,
                pieces.stream().mapToLong(ObjectVersion::sizeBytes).sum(),
                pieces.stream().map(ObjectVersion::etag).collect(Collectors.joining(" ")),
                pieces.stream().anyMatch(ObjectVersion::weak),
                Map.of());
        return new SourceFile(pieces.stream().map(FileRange::whole).toList(), origin, of + "(" + member + ")");
    }

    /** The same, unpacked. */
    SourceFile unpackedTo(ObjectVersion unpacked) {
        return new SourceFile(List.of(FileRange.whole(unpacked)), origin, name + " (unpacked)");
    }

    boolean isOnePiece() {
        return pieces.size() == 1;
    }

    /** Where its first byte is. */
    FileRange first() {
        return pieces.getFirst();
    }

    /** The version that is read. */
    ObjectVersion version() {
        return first().file();
    }

    long sizeBytes() {
        return pieces.stream().mapToLong(FileRange::lengthBytes).sum();
    }

    /** The first piece out of the bytes of {@link #version}, under a name that the user knows. */
    ByteSource content(ByteSource file) {
        FileRange range = first();
        if (!range.isWhole()) {
            return new Section(file, range.start(), range.lengthBytes(), name);
        }
        return version().equals(origin) ? file : new RenamedSource(file, name);
    }

    /** The user's file for one of an image's members. */
    ObjectVersion originOf(ObjectVersion member) {
        return member.equals(version()) ? origin : member;
    }
}
