package io.vmloom.layout;

/**
 * A fragment as the part planner sees it.
 *
 * @param range its range; ranges are numbered in guest order
 * @param lengthBytes may be 0
 * @param direct whether it was uploaded as part {@code firstDirectPart + range} already; else it is staged
 */
public record FragmentSize(int range, long lengthBytes, boolean direct) {}
