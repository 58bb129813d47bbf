package io.vmloom.format;

import io.vmloom.cipher.Secret;
import io.vmloom.error.RequestException;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.OnDamage;
import io.vmloom.extent.SalvagedImage;
import io.vmloom.source.ByteSource;
import io.vmloom.source.FileGate;
import java.util.Optional;

/**
 * How to open an image.
 *
 * @param snapshot id or name of an internal snapshot, or empty for the active state
 * @param files besides the image that may be opened
 * @param key for whatever is encrypted; without one such an image opens locked
 * @param otherKeys of files that have their own
 * @param onDamage what becomes of entries of tables that make no sense
 */
public record OpenOptions(
        String snapshot,
        FileGate files,
        ImagePolicy policy,
        Optional<Secret> key,
        OtherKeys otherKeys,
        OnDamage onDamage) {
    /** The keys of files that an image is completed with. */
    @FunctionalInterface
    public interface OtherKeys {
        OtherKeys NONE = file -> Optional.empty();

        /** Empty for a file that has the image's own key, or none. */
        Optional<Secret> of(ByteSource file);
    }

    /** The active state of one file that needs no other. */
    public static final OpenOptions DEFAULT = new OpenOptions("");

    public OpenOptions(String snapshot) {
        this(snapshot, FileGate.CLOSED, ImagePolicy.DEFAULT);
    }

    /** Without a key. */
    public OpenOptions(String snapshot, FileGate files, ImagePolicy policy) {
        this(snapshot, files, policy, Optional.empty());
    }

    /** Damaged images are refused. */
    public OpenOptions(String snapshot, FileGate files, ImagePolicy policy, Optional<Secret> key) {
        this(snapshot, files, policy, key, OtherKeys.NONE, OnDamage.REFUSE);
    }

    public boolean wantsSnapshot() {
        return !snapshot.isEmpty();
    }

    /** The same for an image below or inside the one that these were for: the snapshot was of that one. */
    public OpenOptions ofOther() {
        return new OpenOptions("", files, policy, key, otherKeys, onDamage);
    }

    /** The same for a file below, by its own key if it has one. */
    OpenOptions unlocking(ByteSource file) {
        return new OpenOptions(snapshot, files, policy, otherKeys.of(file).or(() -> key), otherKeys, onDamage);
    }

    /** A layer of a disk as damage lets it be read: what one has lost must not come from the one below. */
    public DiskImage salvaged(DiskImage layer) {
        return switch (onDamage) {
            case REFUSE -> layer;
            case ZEROS -> new SalvagedImage(layer);
        };
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
