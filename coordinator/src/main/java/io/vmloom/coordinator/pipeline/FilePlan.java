package io.vmloom.coordinator.pipeline;

import io.vmloom.error.InternalException;
import io.vmloom.extent.EncryptedImage;
import io.vmloom.extent.LayerImage;
import io.vmloom.layout.FragmentPlace;
import io.vmloom.layout.Layout;
import io.vmloom.store.Location;
import io.vmloom.table.GroupSet;
import io.vmloom.table.TargetDesign;
import io.vmloom.unit.Alignment;
import java.util.Optional;

/**
 * One file of a target: which ranges it holds and what bounds it. Beside the file that has the target's own name there
 * may be extents, and then it holds no range itself.
 *
 * @param number 0 for the file that has the target's name, extents from 1
 * @param layer what it is to hold, if that is a layer alone
 * @param guestStart where its part of the guest begins
 * @param firstRange of the plan's ranges, those of a file being consecutive
 * @param groupsBound second-level tables that may be needed, by the source's metadata
 * @param storedStarts where the fragment of each of its ranges begins behind the front if those before take what they
 *     can at the most
 * @param storedBytesBound the most that all its fragments together can take
 * @param emptyRanges how many of its ranges hold no data at all
 */
record FilePlan(
        int number,
        Location location,
        TargetDesign design,
        Optional<LayerImage> layer,
        long guestStart,
        int firstRange,
        int ranges,
        GroupSet groupsBound,
        long[] storedStarts,
        long storedBytesBound,
        int emptyRanges) {
    /** The file that has the target's name, among the objects of an item. */
    static final String TARGET = "target";

    /** What the front may need at the most, aligned as the format wants it. */
    long frontBoundBytes() {
        return Alignment.up(design.frontBytes(groupsBound, storedBytesBound), design.frontAlignmentBytes());
    }

    /** Whether fragments have places of their own before anything is encoded. */
    boolean numberedByFile() {
        return design.cipher()
                .filter(cipher -> cipher.positions() == EncryptedImage.Positions.FILE)
                .isPresent();
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

    /** Whether a fragment is shorter than this, but for the last one; of a design that knows lengths beforehand. */
    boolean hasFragmentBelow(long bytes) {
        for (int range = 0; range < ranges - 1; range++) {
            if (storedStarts[range + 1] - storedStarts[range] < bytes) {
                return true;
            }
        }
        return false;
    }

    /** How many bytes all fragments that are bounded below this lack of it. */
    long bytesBelow(long bytes) {
        long lacking = 0;
        for (int range = 0; range < ranges; range++) {
            long end = range + 1 < ranges ? storedStarts[range + 1] : storedBytesBound;
            lacking += Math.max(0, bytes - (end - storedStarts[range]));
        }
        return lacking;
    }

    /** This file among the objects of an item. */
    String objectName() {
        return number == 0 ? TARGET : extentName();
    }

    /** What is staged for this file under a name that other files use as well. */
    String staged(String what) {
        return number == 0 ? what : extentName() + "-" + what;
    }

    private String extentName() {
        return "extent-" + number;
    }
}
