package io.vmloom.archive;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.Zeros;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Goes from header to header: USTAR, with the extensions of GNU and of POSIX.1-2001. */
final class TarWalk {
    /** Far beyond any appliance; each costs a request where members are large. */
    private static final int MAX_MEMBERS = 10_000;

    /** Of a long name, or of extended records. */
    private static final int MAX_EXTENSION_BYTES = 1 << 20;

    private static final int BLOCK = TarHeader.BLOCK_BYTES;

    private final ByteSource archive;
    private final HeaderWindow window;
    private final List<ArchiveMember> members = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private int headers;
    private Map<String, String> extended = Map.of();
    private String longName = "";

    TarWalk(ByteSource archive) {
        this.archive = archive;
        this.window = new HeaderWindow(archive);
    }

    TarArchive run() {
        long at = 0;
        while (at < archive.sizeBytes()) {
            byte[] block = window.bytes(at, BLOCK, "the header of a member");
            if (Zeros.isZero(block, 0, BLOCK)) {
                requireNothingPending(at);
                return new TarArchive(archive, members, true);
            }
            at = step(at, TarHeader.parse(archive.name(), at, block));
        }
        requireNothingPending(at);
        return new TarArchive(archive, members, false);
    }

    /** Where the next header is. */
    private long step(long at, TarHeader header) {
        if (++headers > MAX_MEMBERS) {
            throw ImageException.unsafe(
                    archive.name(),
                    "it has more than " + MAX_MEMBERS + " headers",
                    "no appliance has so many files; unpack the archive, and convert the disks");
        }
        long data = at + BLOCK;
        return switch (header.kind()) {
            case 'x', 'X' -> {
                extended = PaxRecords.parse(archive.name(), data, extension(data, header));
                yield behind(at, header.lengthBytes());
            }
            case 'g' -> {
                requireHarmless(at, PaxRecords.parse(archive.name(), data, extension(data, header)));
                yield behind(at, header.lengthBytes());
            }
            case 'L' -> {
                longName = text(extension(data, header));
                yield behind(at, header.lengthBytes());
            }
            case '0', '\0', '7', '5', 'V', 'S' -> member(at, header);
            case '1', '2', 'K' -> throw refused(at, header, "is a link");
            case '3', '4', '6' -> throw refused(at, header, "is a device or a pipe");
            default -> throw refused(at, header, "is of the unknown kind '" + printable(header.kind()) + "'");
        };
    }

    private long member(long at, TarHeader header) {
        String stored = extended.getOrDefault("path", longName.isEmpty() ? header.name() : longName);
        long lengthBytes =
                extended.containsKey("size") ? size(at, extended.getOrDefault("size", "")) : header.lengthBytes();
        boolean sparse = header.sparse() || extended.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse."));
        extended = Map.of();
        longName = "";
        if (header.kind() == 'V') {
            return behind(at, lengthBytes);
        }
        if (header.kind() == '5' || stored.endsWith("/")) {
            requireDirectory(at, stored);
            return behind(at, header.kind() == '5' ? 0 : lengthBytes);
        }
        String name = MemberNames.checked(archive.name(), at, stored);
        if (sparse) {
            throw ImageException.unsupported(
                    archive.name(),
                    "member '" + name + "' at offset " + at + " is stored sparsely",
                    "make the archive again without tar's --sparse");
        }
        if (!names.add(name)) {
            throw MemberNames.refused(
                    archive.name(), at, name, "is there twice, and programs differ in which they read");
        }
        long start = at + BLOCK;
        if (lengthBytes > archive.sizeBytes() - start) {
            throw ImageException.invalid(
                    archive.name(),
                    at,
                    "member '" + name + "' must lie inside the archive of " + archive.sizeBytes() + " bytes, but has "
                            + lengthBytes + " bytes from " + start + " on");
        }
        members.add(new ArchiveMember(name, start, lengthBytes));
        return behind(at, lengthBytes);
    }

    private void requireDirectory(long at, String stored) {
        String name = stored.replaceFirst("/+$", "");
        if (!name.isEmpty() && !name.equals(".")) {
            MemberNames.checked(archive.name(), at, name);
        }
    }

    private long behind(long at, long lengthBytes) {
        try {
            return Math.addExact(at + BLOCK, Alignment.up(lengthBytes, BLOCK));
        } catch (ArithmeticException e) {
            throw ImageException.invalid(archive.name(), at, "a member of " + lengthBytes + " bytes is impossible");
        }
    }

    private byte[] extension(long data, TarHeader header) {
        if (header.lengthBytes() > MAX_EXTENSION_BYTES) {
            throw ImageException.unsafe(
                    archive.name(),
                    "the extension of a header at offset " + (data - BLOCK) + " has " + header.lengthBytes()
                            + " bytes, more than " + MAX_EXTENSION_BYTES,
                    "no program writes such an archive");
        }
        return window.bytes(data, (int) header.lengthBytes(), "the extension of a header");
    }

    private long size(long at, String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw ImageException.invalid(
                    archive.name(),
                    at,
                    "the size of a member must be a number, got: '" + MemberNames.printable(text) + "'");
        }
        return Long.parseLong(text);
    }

    private void requireHarmless(long at, Map<String, String> global) {
        if (global.containsKey("path") || global.containsKey("size")) {
            throw MemberNames.refused(archive.name(), at, "", "gives all members one name or size");
        }
    }

    private void requireNothingPending(long at) {
        if (!longName.isEmpty() || !extended.isEmpty()) {
            throw ImageException.invalid(archive.name(), at, "an extended header must be followed by its member");
        }
    }

    private ImageException refused(long at, TarHeader header, String why) {
        return MemberNames.refused(
                archive.name(), at, longName.isEmpty() ? header.name() : longName, why + ", not a file");
    }

    private static String printable(char kind) {
        return Character.isISOControl(kind) ? "\\" + (int) kind : String.valueOf(kind);
    }

    private static String text(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}
