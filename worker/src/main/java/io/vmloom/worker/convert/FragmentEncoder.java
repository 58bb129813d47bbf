package io.vmloom.worker.convert;

import io.vmloom.fragment.EncodedFragment;

/**
 * Encodes the guest bytes of one range; made anew for each. The same bytes give the same fragment however they are
 * handed in. Not thread-safe.
 */
interface FragmentEncoder extends GuestSink, AutoCloseable {
    EncodedFragment finish();

    /** How many units were taken as the source stores them. */
    default long keptUnits() {
        return 0;
    }

    @Override
    void close();
}
