package io.vmloom.tenant;

import io.vmloom.error.RequestException;

/** A name, or with a star at its end all names that begin so. */
public record NamePattern(String text) {
    private static final String STAR = "*";

    /** Throws {@link RequestException} when a star stands elsewhere: it would look as if it meant more than it does. */
    public NamePattern {
        int star = text.indexOf(STAR);
        if (text.isEmpty() || (star >= 0 && star < text.length() - 1)) {
            throw new RequestException(
                    "a pattern must be a name, or its beginning with one * at the end, got: '" + text + "'");
        }
    }

    public boolean matches(String name) {
        return text.endsWith(STAR) ? name.startsWith(beginning()) : name.equals(text);
    }

    public boolean matchesOneName() {
        return !text.endsWith(STAR);
    }

    /** Whether every name that begins so matches. */
    boolean matchesAllBehind(String start) {
        return text.endsWith(STAR) && start.startsWith(beginning());
    }

    private String beginning() {
        return text.substring(0, text.length() - STAR.length());
    }

    @Override
    public String toString() {
        return text;
    }
}
