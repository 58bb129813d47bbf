package io.vmloom.extent;

import io.vmloom.cipher.DiskCipher;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.GuestOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An opened image whose header was checked: the meaning of every guest byte, without reading any content. */
public interface DiskImage {
    /** The format's name in the registry. */
    String format();

    /** Size of the guest's disk. */
    long virtualBytes();

    /** The files that extents refer to by number; the image itself is member 0. */
    List<ByteSource> members();

    /** The unit that compressed data comes in, or 1; ranges cut at its multiples decode nothing twice. Power of two. */
    int compressedUnitBytes();

    /** What one entry of the format's tables tells of, or 1 where there are none: what damage to one entry costs. */
    long mappingUnitBytes();

    /** The image that tells what is {@link Mapping.Unallocated} in this one; empty when that is zero. */
    default Optional<Parent> parent() {
        return Optional.empty();
    }

    /** By what images above it may know this one, each with its kind; empty when they only know a name. */
    default List<String> identities() {
        return List.of();
    }

    /** The images that this one is made of, each in one file of its own; itself, unless it is made of others. */
    default List<DiskImage> pieces() {
        return List.of(this);
    }

    /**
     * The ciphers, with their keys, of the members that {@link Mapping.Encrypted} extents refer to.
     *
     * @throws io.vmloom.error.ImageException when the image was opened without the key; its extents are known all the same
     */
    default Map<Integer, DiskCipher> ciphers() {
        return Map.of();
    }

    /** Whether a wrong key would have been noticed, so that the content is what it was for everybody before. */
    default boolean keyIsProven() {
        return true;
    }

    /** The bitmaps beside the disk, read when this is called; empty where the format, or a state of the disk, has none. */
    default Optional<List<DirtyBitmap>> bitmaps() {
        return Optional.empty();
    }

    /** Facts for people, in display order: version, cluster size, snapshots. */
    Map<String, String> details();

    /** A cursor from this guest offset on, which lies inside the disk or at its end. */
    ExtentCursor extents(GuestOffset from);
}
