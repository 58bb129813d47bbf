package io.vmloom.fragment;

/**
 * What an attempt cost.
 *
 * @param sourceBytes bytes read from the source
 * @param guestBytes guest bytes covered
 * @param zeroBytes guest bytes that were zero and not stored
 * @param targetBytes bytes of the fragment
 * @param keptUnits units that are in it as the source stores them, compressed
 */
public record WorkStats(
        long sourceBytes, long guestBytes, long zeroBytes, long targetBytes, long keptUnits, long nanos) {}
