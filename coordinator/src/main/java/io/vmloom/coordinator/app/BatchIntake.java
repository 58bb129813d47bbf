package io.vmloom.coordinator.app;

import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.coordinator.manifest.Manifest;
import io.vmloom.coordinator.state.RecoveredBatch;
import io.vmloom.coordinator.state.StateLog;
import io.vmloom.coordinator.state.StateRecord;
import io.vmloom.coordinator.terms.ClientToken;
import io.vmloom.error.ConflictException;
import io.vmloom.error.FencedException;
import io.vmloom.error.StoreException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes batches. Thread-safe. */
final class BatchIntake {
    private static final Logger LOG = LoggerFactory.getLogger(BatchIntake.class);

    private final OwnedBatches batches;
    private final StateLog log;
    private final int openBatches;
    private final Lock changing;

    /**
     * @param openBatches more than have not ended are refused
     * @param changing held while batches begin or are forgotten
     */
    BatchIntake(OwnedBatches batches, StateLog log, int openBatches, Lock changing) {
        this.batches = batches;
        this.log = log;
        this.openBatches = openBatches;
        this.changing = changing;
    }

    /** As {@link BatchService#submit} does. */
    String take(Manifest manifest) {
        Optional<ClientToken> token = manifest.terms().clientToken();
        if (token.isEmpty()) {
            return takeAnywhere(manifest);
        }
        changing.lock();
        try {
            String id = BatchIds.ofToken(manifest.terms().tenant(), token.get().text());
            Optional<ClientToken> before = batches.find(id)
                    .flatMap(batch -> batch.recovered().batch().terms().clientToken());
            if (before.isEmpty()) {
                return take(manifest, id);
            }
            if (!before.equals(token)) {
                throw new ConflictException("batch '" + id + "' was submitted under the client token '"
                        + token.get().text() + "' with another document; use another token for another batch");
            }
            return id;
        } finally {
            changing.unlock();
        }
    }

    /** Whoever stood still may have lost a partition without knowing, and there are others. */
    private String takeAnywhere(Manifest manifest) {
        for (Set<Integer> mine = batches.owned(); !mine.isEmpty(); mine = batches.owned()) {
            String id = BatchIds.next(mine);
            try {
                return take(manifest, id);
            } catch (FencedException e) {
                batches.lose(id, e);
            }
        }
        throw OwnedBatches.isBeingReplaced();
    }

    private String take(Manifest manifest, String id) {
        long open = batches.all().stream()
                .filter(batch -> !batch.hasEnded())
                .limit(openBatches)
                .count();
        if (open == openBatches) {
            throw StoreException.unavailable(
                    "the coordinator", openBatches + " batches have not ended; submit again when some have", null);
        }
        Batch batch = manifest.batch(id);
        Instant now = Instant.now();
        log.append(new StateRecord.BatchSubmitted(batch, now));
        batches.start(RecoveredBatch.fresh(batch, now));
        LOG.atInfo()
                .addKeyValue("batch", id)
                .addKeyValue("name", batch.name())
                .addKeyValue("tenant", batch.terms().tenant())
                .addKeyValue("items", batch.items().size())
                .log("batch submitted");
        return id;
    }
}
