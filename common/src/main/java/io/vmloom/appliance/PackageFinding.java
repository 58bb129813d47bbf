package io.vmloom.appliance;

/**
 * What was found out about a package beside its machines.
 *
 * @param file that it is about
 * @param text for people, the end of a sentence that begins with the file
 */
public record PackageFinding(Kind kind, String file, String text) {
    /** Names are a contract with scripts. */
    public enum Kind {
        /** The file is as the manifest has it. */
        VERIFIED,
        /** The manifest tells of the file, and nobody wanted it read. */
        NOT_READ,
        /** The file is not as the manifest, the signature or the descriptor has it. */
        WRONG,
        /** The package has no such file. */
        MISSING,
        /** The manifest does not tell of the file. */
        UNLISTED,
        /** A line that can not be understood. */
        MALFORMED,
        /** A certificate signs the manifest. */
        SIGNED,
        /** What people should know: no manifest, an archive without an end. */
        REMARK;

        /** Whether the package is not what whoever made it meant. */
        public boolean isBad() {
            return this == WRONG || this == MISSING || this == MALFORMED;
        }
    }

    /** Names are anybody's, and end on terminals. */
    public PackageFinding {
        file = file.replaceAll("\\p{Cntrl}", "?");
        text = text.replaceAll("\\p{Cntrl}", "?");
    }

    @Override
    public String toString() {
        return file + " " + text;
    }
}
