package io.vmloom.source;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The only way from an image to another file. Which files may be opened is said by the user; what an image says of them
 * is never looked for anywhere, and only chooses among these. Not thread-safe.
 */
public interface FileGate {
    /** {@code json:…}, {@code nbd://…}, {@code fat:…}; one letter is a drive of Windows. */
    Pattern PROTOCOL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*", Pattern.DOTALL);

    /** Opens nothing. */
    FileGate CLOSED = new FileGate() {
        @Override
        public Optional<AllowedFile> named(String reference) {
            return Optional.empty();
        }

        @Override
        public List<AllowedFile> all() {
            return List.of();
        }
    };

    /**
     * The file that an image calls by this name, opened and pinned; the same instance each time.
     *
     * @return empty when the user allowed none that could be meant
     * @throws io.vmloom.error.StoreException when the user allowed one that can not be opened
     */
    Optional<AllowedFile> named(String reference);

    /** Why there was none of a name, as the end of a sentence about that file. */
    default String absence() {
        return "which was not listed and is not looked for";
    }

    /** All files that the user listed, in that order, for images that do not name what they need. */
    List<AllowedFile> all();
}
