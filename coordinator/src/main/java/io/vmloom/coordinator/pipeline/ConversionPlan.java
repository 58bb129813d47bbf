package io.vmloom.coordinator.pipeline;

import io.vmloom.error.InternalException;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.EncryptedImage;
import io.vmloom.extent.LayerImage;
import io.vmloom.extent.Losses;
import io.vmloom.layout.FragmentPlace;
import io.vmloom.layout.Layout;
import io.vmloom.range.RangeLimits;
import io.vmloom.range.RangePlanner;
import io.vmloom.range.WorkRange;
import io.vmloom.table.GroupSet;
import io.vmloom.table.Stitch;
import io.vmloom.table.TargetDesign;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.GuestOffset;
import java.util.Iterator;
import java.util.Optional;

/**
 * Everything that is decided before the first byte is converted.
 *
 * @param source as a whole disk
 * @param layer what of it is written, if the target is to hold a layer alone
 * @param ranges how many ranges there are
 * @param starts guest offset of each range, and the end of the disk behind the last
 * @param storedStarts where the fragment of each range begins behind the front if those before take what they can at the
 *     most
 * @param dataBytes decoded bytes that have to be read
 * @param groupsBound second-level tables that may be needed, by the source's metadata
 * @param storedBytesBound the most that all fragments together can take
 * @param fragmentBytesBound the most that one fragment can take
 * @param emptyRanges how many ranges hold no data at all
 * @param losses what the source's tables do not tell
 */
record ConversionPlan(
        InspectedSource source,
        Optional<LayerImage> layer,
        TargetDesign design,
        RangeLimits limits,
        int ranges,
        long[] starts,
        long[] storedStarts,
        long dataBytes,
        GroupSet groupsBound,
        long storedBytesBound,
        long fragmentBytesBound,
        int emptyRanges,
        String codecFingerprint,
        Losses losses) {

    /** The ranges, planned anew: they are not kept in memory. */
    Iterator<WorkRange> walk() {
        DiskImage image = written();
        return new RangePlanner(image.extents(GuestOffset.ZERO), image.virtualBytes(), limits);
    }

    /** One range, planned anew. */
    WorkRange range(int index) {
        long length = starts[index + 1] - starts[index];
        GuestOffset start = new GuestOffset(starts[index]);
        DiskImage image = written();
        RangePlanner fromThere = new RangePlanner(image.extents(start), image.virtualBytes(), limits, start);
        WorkRange range = fromThere.next();
        if (range.lengthBytes() != length) {
            throw new InternalException(
                    "range " + index + " was planned with " + length + " bytes and now has " + range.lengthBytes(),
                    null);
        }
        return new WorkRange(index, range.start(), range.lengthBytes(), range.dataBytes(), range.extents());
    }

    private DiskImage written() {
        return layer.<DiskImage>map(image -> image).orElse(source.image());
    }

    /** All that the tables are made of, once every fragment is stored. */
    Stitch stitch(Layout stored, FragmentLedger fragments) {
        return new Stitch(stored, fragments.ranges(), fragments, groups(fragments), layer);
    }

    /** The second-level tables that hold an entry: in a layer, zeros have one too. */
    GroupSet groups(FragmentLedger fragments) {
        return layer.isPresent()
                ? groupsBound
                : fragments.groups(design.groupBytes(), design.encoder().unitBytes());
    }

    /** Where the fragment of a range begins in the file, for a design that knows its length beforehand. */
    long fileOffset(int range) {
        return Math.addExact(frontBoundBytes(), storedStarts[range]);
    }

    /** Throws {@link InternalException} when fragments do not stand where their sectors were numbered for. */
    void requirePlaces(Layout layout) {
        if (!numberedByFile()) {
            return;
        }
        for (FragmentPlace place : layout.places()) {
            if (place.offset().bytes() != fileOffset(place.range())) {
                throw new InternalException(
                        "range " + place.range() + " was encrypted for 0x" + Long.toHexString(fileOffset(place.range()))
                                + " and stands at " + place.offset(),
                        null);
            }
        }
    }

    /** Whether fragments have places of their own before anything is encoded. */
    boolean numberedByFile() {
        return design.cipher()
                .filter(cipher -> cipher.positions() == EncryptedImage.Positions.FILE)
                .isPresent();
    }

    /** Whether a fragment is shorter than this, but for the last one; of a design that knows lengths beforehand. */
    boolean hasFragmentBelow(long bytes) {
        for (int range = 0; range < ranges - 1; range++) {
            if (storedStarts[range + 1] - storedStarts[range] < bytes) {
                return true;
            }
        }
        return false;
    }

    /** What the front may need at the most, aligned as the format wants it. */
    long frontBoundBytes() {
        return Alignment.up(design.frontBytes(groupsBound, storedBytesBound), design.frontAlignmentBytes());
    }
}
