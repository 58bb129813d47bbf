package io.vmloom.coordinator.app;

import io.vmloom.error.ConversionException;
import io.vmloom.queue.CancelPublisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells workers which batches are cancelled. Those that are not told work in vain, nothing else. */
record WorkerNotice(CancelPublisher cancellations) {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerNotice.class);

    void cancelled(String batch) {
        try {
            cancellations.publish(batch);
        } catch (ConversionException e) {
            LOG.atWarn().addKeyValue("batch", batch).setCause(e).log("workers could not be told of a cancellation");
        }
    }

    /** Throws when it can not be: what is begun again would be taken for cancelled. */
    void revoked(String batch) {
        cancellations.revoke(batch);
    }
}
