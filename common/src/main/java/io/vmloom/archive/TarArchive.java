package io.vmloom.archive;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import io.vmloom.source.Section;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The directory of a tar archive, such as an OVA. Reading it costs about one request for each member, however long
 * members are.
 *
 * @param members in the order of the archive, each name once
 * @param ended whether the mark of the end was there; without it the archive may have been cut off between two members
 */
public record TarArchive(ByteSource source, List<ArchiveMember> members, boolean ended) {
    public TarArchive {
        members = List.copyOf(members);
    }

    /** Whether the content begins as a tar archive does. */
    public static boolean matches(ByteSource source) {
        if (source.sizeBytes() < TarHeader.BLOCK_BYTES) {
            return false;
        }
        byte[] head = new byte[TarHeader.BLOCK_BYTES];
        source.read(0, ByteBuffer.wrap(head));
        return head[0] != 0 && TarHeader.isOne(head);
    }

    /**
     * Reads all headers.
     *
     * @throws io.vmloom.error.ImageException for an archive that is damaged or cut off, or that holds what is not a plain
     *     file: links, devices, names that lead elsewhere, one name twice, sparse members
     */
    public static TarArchive read(ByteSource source) {
        return new TarWalk(source).run();
    }

    public Optional<ArchiveMember> member(String name) {
        return members.stream().filter(member -> member.name().equals(name)).findFirst();
    }

    /** The only member whose name ends with this, behind a slash or as a whole; empty when there are several. */
    public Optional<ByteSource> onlyCalled(String lastPart) {
        List<ArchiveMember> called = members.stream()
                .filter(member -> member.name()
                        .substring(member.name().lastIndexOf('/') + 1)
                        .equals(lastPart))
                .toList();
        return called.size() == 1 ? Optional.of(open(called.getFirst())) : Optional.empty();
    }

    /**
     * A file as it was put into the archive: one member, or the members that it was cut into, which are called as it is and
     * have a number of nine digits behind their names. Empty when there is neither.
     *
     * @throws ImageException when one of them is missing
     */
    public List<ArchiveMember> pieces(String name) {
        return member(name).map(List::of).orElseGet(() -> chunks(name));
    }

    private List<ArchiveMember> chunks(String name) {
        Map<String, ArchiveMember> numbered = members.stream()
                .filter(member -> ChunkNames.isOf(name, member.name()))
                .collect(Collectors.toMap(ArchiveMember::name, member -> member));
        return IntStream.range(0, numbered.size())
                .mapToObj(number -> Optional.ofNullable(numbered.get(ChunkNames.of(name, number)))
                        .orElseThrow(() -> ImageException.invalid(
                                source.name(),
                                0,
                                "'" + name + "' is cut into " + numbered.size() + " pieces, but '"
                                        + ChunkNames.of(name, number) + "' is not among them")))
                .toList();
    }

    /** Its bytes, where they lie. */
    public Section open(ArchiveMember member) {
        return new Section(source, member.start(), member.lengthBytes(), source.name() + "(" + member.name() + ")");
    }
}
