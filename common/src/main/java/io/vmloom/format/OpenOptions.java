package io.vmloom.format;

import io.vmloom.error.RequestException;

/**
 * How to open an image.
 *
 * @param snapshot id or name of an internal snapshot, or empty for the active state
 */
public record OpenOptions(String snapshot) {
    public static final OpenOptions DEFAULT = new OpenOptions("");

    public boolean wantsSnapshot() {
        return !snapshot.isEmpty();
    }

    /**
     * For formats without internal snapshots; {@link RequestException} when one is wanted.
     *
     * @param kind of the file, with its article
     * @param hint begins with a semicolon, or is empty
     */
    public void requireNoSnapshot(String file, String kind, String hint) {
        if (wantsSnapshot()) {
            throw new RequestException(
                    file + ": " + kind + " holds no snapshots, but '" + snapshot + "' was asked for" + hint);
        }
    }
}
