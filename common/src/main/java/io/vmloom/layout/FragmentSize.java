package io.vmloom.layout;

/**
 * A fragment as the part planner sees it.
 *
 * @param range its range; ranges are numbered in guest order
 * @param lengthBytes may be 0
 * @param direct whether it was uploaded as a part already, under its range's number; else it is staged
 */
public record FragmentSize(int range, long lengthBytes, boolean direct) {
    public FragmentSize {
        if (range < 0 || lengthBytes < 0 || (direct && lengthBytes == 0)) {
            throw new IllegalArgumentException("a fragment must have a range, and bytes to be a part, got: range "
                    + range + ", " + lengthBytes + " bytes, direct: " + direct);
        }
    }
}
