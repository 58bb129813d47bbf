package io.vmloom.format;

import io.vmloom.cipher.Secret;
import io.vmloom.error.RequestException;
import io.vmloom.source.FileGate;
import java.util.Optional;

/**
 * How to open an image.
 *
 * @param snapshot id or name of an internal snapshot, or empty for the active state
 * @param files besides the image that may be opened
 * @param key for whatever is encrypted; without one such an image opens locked
 */
public record OpenOptions(String snapshot, FileGate files, ImagePolicy policy, Optional<Secret> key) {
    /** The active state of one file that needs no other. */
    public static final OpenOptions DEFAULT = new OpenOptions("");

    public OpenOptions(String snapshot) {
        this(snapshot, FileGate.CLOSED, ImagePolicy.DEFAULT);
    }

    /** Without a key. */
    public OpenOptions(String snapshot, FileGate files, ImagePolicy policy) {
        this(snapshot, files, policy, Optional.empty());
    }

    public boolean wantsSnapshot() {
        return !snapshot.isEmpty();
    }

    /** The same for an image below or inside the one that these were for: the snapshot was of that one. */
    public OpenOptions ofOther() {
        return new OpenOptions("", files, policy, key);
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
