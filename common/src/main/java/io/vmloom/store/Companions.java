package io.vmloom.store;

import java.util.List;
import java.util.stream.Stream;

/**
 * Files that may be opened besides an image, because the user said so.
 *
 * @param files those that were listed
 * @param others what of files that were not listed
 */
public record Companions(List<Companion> files, Others others) {
    /** The image has to do alone. */
    public static final Companions NONE = new Companions(List.of(), Others.REFUSED);

    /** What of files that an image needs and nobody listed. */
    public enum Others {
        REFUSED,
        /** Those that lie beside the image are opened, under the last part of the name that the image has for them. */
        BESIDE
    }

    public Companions {
        files = List.copyOf(files);
    }

    /** The same with one more file, unless one of its name was listed. */
    public Companions with(Companion file) {
        return files.stream().anyMatch(listed -> listed.name().equals(file.name()))
                ? this
                : new Companions(Stream.concat(files.stream(), Stream.of(file)).toList(), others);
    }
}
