package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.MachineOrder;
import io.vmloom.error.RequestException;

/** Makes a package of a machine and its disks. */
record PackageStep(ItemContext item) {
    /** Throws {@link RequestException}. */
    ItemOutcome run(MachineOrder order, MadeDisks disks, Progress progress) {
        throw new RequestException(item.request().target() + ": packages of "
                + order.disks().size() + " disks can not be written yet; write a configuration instead");
    }
}
