package io.vmloom.coordinator.pipeline;

import io.vmloom.cipher.KeyWrap;
import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.dispatch.DispatchPolicy;
import io.vmloom.coordinator.dispatch.ResultInbox;
import io.vmloom.coordinator.dispatch.TaskBoard;
import io.vmloom.coordinator.schedule.Lane;
import io.vmloom.digest.GuestDigest;
import io.vmloom.queue.TaskPublisher;
import java.time.InstantSource;
import java.util.function.LongConsumer;

/** The guest digest of one image, by the workers. Thread-safe. */
public final class DigestPipeline {
    private final TaskPublisher tasks;
    private final DispatchPolicy policy;
    private final InstantSource clock;
    private final KeyWrap keys;

    /** @param keys seals what tasks carry */
    public DigestPipeline(TaskPublisher tasks, DispatchPolicy policy, InstantSource clock, KeyWrap keys) {
        this.keys = keys;
        this.tasks = tasks;
        this.policy = policy;
        this.clock = clock;
    }

    /**
     * Reads all data of an image; throws a {@link io.vmloom.error.ConversionException}.
     *
     * @param id names the tasks, unique; its inbox must have been open before this call
     * @param progress hears how many more bytes of data are done
     */
    public GuestDigest run(
            String id, InspectedSource source, ResultInbox inbox, LongConsumer progress, Cancellation cancellation) {
        TaskBoard board = new TaskBoard(tasks, inbox, policy, clock, cancellation, Lane.FREE);
        return DigestStep.run(new ItemTasks(id, board, keys, 0), source, progress);
    }
}
