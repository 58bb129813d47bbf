package io.vmloom.archive;

import io.vmloom.error.ImageException;
import java.util.Arrays;

/** Names of members: they are compared and never resolved, and those that would lead anywhere else are refused. */
public final class MemberNames {
    /** What file systems hold. */
    private static final int MAX_LENGTH = 4096;

    private static final String ADVICE =
            "such an archive is not an appliance as programs export it; make it again from the files it is meant to hold";

    private MemberNames() {}

    /** Whether a name is of a file in a directory or below it, whatever system reads it. */
    public static boolean isPlain(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_LENGTH
                && name.chars().noneMatch(Character::isISOControl)
                && !isAbsolute(name)
                && !leadsOut(name);
    }

    /** The name without {@code ./} before it; throws {@link ImageException} for one that no file of a directory has. */
    static String checked(String archive, long headerOffset, String stored) {
        String name = stored;
        while (name.startsWith("./")) {
            name = name.substring(2);
        }
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            throw ImageException.invalid(
                    archive, headerOffset, "the name of a member must have 1 to " + MAX_LENGTH + " characters");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw refused(archive, headerOffset, name, "holds control characters");
        }
        if (isAbsolute(name)) {
            throw refused(archive, headerOffset, name, "is absolute");
        }
        if (leadsOut(name)) {
            throw refused(archive, headerOffset, name, "is not a plain path inside the archive");
        }
        return name;
    }

    private static boolean isAbsolute(String name) {
        return name.startsWith("/") || name.startsWith("\\") || name.matches("(?s)[A-Za-z]:.*");
    }

    private static boolean leadsOut(String name) {
        return Arrays.stream(name.split("[/\\\\]", -1))
                .anyMatch(part -> part.equals("..") || part.equals(".") || part.isEmpty());
    }

    static ImageException refused(String archive, long headerOffset, String member, String why) {
        return ImageException.unsafe(
                archive, "member '" + printable(member) + "' at offset " + headerOffset + " " + why, ADVICE);
    }

    static String printable(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }
}
