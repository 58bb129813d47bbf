package io.vmloom.coordinator.manifest;

import io.vmloom.error.RequestException;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * Which names of a listing are meant. A pattern without a slash is for the last part of a name, wherever it stands.
 *
 * @param included patterns, or none for all
 * @param excluded patterns
 */
record NameFilter(List<PathMatcher> included, List<PathMatcher> excluded) {
    /** @see FileSystems the syntax of {@code glob:} in {@link java.nio.file.FileSystem#getPathMatcher} */
    static PathMatcher glob(String text) {
        try {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + text);
            return text.contains("/") ? matcher : name -> matcher.matches(name.getFileName());
        } catch (PatternSyntaxException e) {
            throw new RequestException("is no pattern (" + e.getDescription() + "): '" + text + "'");
        }
    }

    /** @param name with {@code /} between its parts */
    boolean takes(String name) {
        try {
            Path path = Path.of(name);
            return (included.isEmpty() || any(included, path)) && !any(excluded, path);
        } catch (InvalidPathException e) {
            throw new RequestException("'" + name + "' can not be compared to patterns (" + e.getReason() + ")");
        }
    }

    private static boolean any(List<PathMatcher> patterns, Path name) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(name));
    }
}
