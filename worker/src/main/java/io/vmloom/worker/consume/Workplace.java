package io.vmloom.worker.consume;

import io.vmloom.queue.CancelledWork;
import io.vmloom.queue.ResultPublisher;
import io.vmloom.queue.TaskSubscriber;
import io.vmloom.task.TaskId;
import io.vmloom.worker.convert.TaskRunner;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What all slots of a worker share.
 *
 * @param subscriptions makes the subscription of a slot, which the slot closes
 * @param runners makes the runner of a slot, which stops a task of which it is told so
 */
record Workplace(
        Supplier<TaskSubscriber> subscriptions,
        ResultPublisher results,
        CancelledWork cancelled,
        Function<Predicate<TaskId>, TaskRunner> runners,
        TaskMeter meter,
        SlotLedger ledger,
        Presence presence) {}
