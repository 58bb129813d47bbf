package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.error.ConversionException;
import io.vmloom.store.Location;
import io.vmloom.store.StagingKeys;
import io.vmloom.store.Stores;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what late workers staged for items that had ended by then. Only items that are named here are touched. */
public final class StagingSweep {
    private static final Logger LOG = LoggerFactory.getLogger(StagingSweep.class);

    private StagingSweep() {}

    /** Where something may be staged for these items: each place is listed once, objects and uploads. */
    public static Set<Location.InBucket> roots(String prefix, Collection<ConversionRequest> items) {
        Set<Location.InBucket> roots = new HashSet<>();
        for (ConversionRequest item : items) {
            if (item.target() instanceof Location.InBucket target) {
                roots.add(StagingKeys.beginning(target, prefix));
            }
        }
        return roots;
    }

    /** @param prefix begins the id of every one of these items, and of no other's */
    public static void run(Stores stores, String prefix, Collection<ConversionRequest> items) {
        for (Location.InBucket root : roots(prefix, items)) {
            try {
                Staging.clear(stores.objects(root), root);
            } catch (ConversionException e) {
                LOG.atWarn().addKeyValue("prefix", root).setCause(e).log("staging could not be swept");
            }
        }
    }
}
