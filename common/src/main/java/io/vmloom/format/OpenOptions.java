package io.vmloom.format;

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
}
