package io.vmloom.coordinator.manifest;

import io.vmloom.store.Location;
import java.util.List;

/** Reaches what a manifest names in place of its items. Throws {@link io.vmloom.error.ConversionException}. */
public interface ItemLists {
    /** A document of at most so many bytes; {@link io.vmloom.error.RequestException} when it is longer. */
    byte[] read(Location document, int maxBytes);

    /**
     * All that stands under a prefix or in a directory, in order.
     *
     * @param most {@link io.vmloom.error.RequestException} when there is more
     */
    List<Location> list(Location prefix, int most);
}
