package io.vmloom.format.sparseimage;

import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentLookup;
import io.vmloom.extent.Mapping;
import io.vmloom.format.HostClusters;
import io.vmloom.unit.GuestOffset;

/** Looks up bands. */
record SparseImageBands(BandIndex index, long fileBytes) implements ExtentLookup {
    @Override
    public Extent at(long guestOffset) {
        long bandBytes = index.header().bandBytes();
        long band = guestOffset / bandBytes;
        int position = index.firstFrom(band);
        if (position == index.written().length || index.band(position) > band) {
            long gapEnd = position == index.written().length
                    ? index.header().virtualBytes()
                    : index.band(position) * bandBytes;
            return new Extent(new GuestOffset(guestOffset), gapEnd - guestOffset, Mapping.Unallocated.INSTANCE);
        }
        long skipBytes = guestOffset % bandBytes;
        return HostClusters.data(guestOffset, index.offset(position) + skipBytes, bandBytes - skipBytes, fileBytes);
    }
}
