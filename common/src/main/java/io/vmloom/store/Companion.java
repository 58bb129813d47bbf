package io.vmloom.store;

/**
 * A file that an image may be completed with.
 *
 * @param name what the image calls it: its whole reference, or a file name
 * @param format a format's name, or {@code auto}
 */
public record Companion(Location location, String name, String format) {
    /** The format is found out. */
    public static final String AUTO = "auto";

    /** Called by the last part of where it is. */
    public static Companion of(Location location) {
        return new Companion(location, location.name(), AUTO);
    }

    /** The last part of a path of any system. */
    static String fileName(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }
}
