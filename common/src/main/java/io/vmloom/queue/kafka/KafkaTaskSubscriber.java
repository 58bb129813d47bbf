package io.vmloom.queue.kafka;

import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.fragment.TaskResult;
import io.vmloom.queue.Delivery;
import io.vmloom.queue.ResultPublisher;
import io.vmloom.queue.TaskSubscriber;
import io.vmloom.store.Stores;
import io.vmloom.task.Task;
import io.vmloom.telemetry.TraceContext;
import io.vmloom.wire.TaskMessage;
import io.vmloom.wire.TaskWire;
import io.vmloom.wire.WireException;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes tasks for one slot. A message of which no task can be made is answered with a failure when it says whose it is;
 * else only the log tells of it, and its task is given out again when its deadline has passed.
 */
final class KafkaTaskSubscriber implements TaskSubscriber {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaTaskSubscriber.class);

    private final LoanKeeper loans;
    private final TaskSpill spill;
    private final ResultPublisher reports;
    private Optional<Loan> out = Optional.empty();

    /**
     * @param first number of the queue where it begins
     * @param reports not closed here
     */
    KafkaTaskSubscriber(KafkaSettings settings, int first, Stores stores, ResultPublisher reports) {
        this.loans = new LoanKeeper(settings, first);
        this.spill = new TaskSpill(stores);
        this.reports = reports;
    }

    @Override
    public Optional<Delivery> poll(Duration timeout) {
        if (out.filter(loan -> !loan.isDecided()).isPresent()) {
            throw new IllegalStateException("a slot must settle or release its task before it asks for another");
        }
        out = loans.next(timeout);
        return out.flatMap(loan -> task(loan).map(task -> new Lent(task, loan)));
    }

    @Override
    public void close() {
        loans.close();
    }

    private Optional<Task> task(Loan loan) {
        try {
            return switch (TaskWire.decode(loan.value())) {
                case TaskMessage.Whole(Task task) -> Optional.of(task);
                case TaskMessage.Spilled spilled -> fetch(loan, spilled);
            };
        } catch (WireException e) {
            LOG.atError()
                    .addKeyValue("task", e.id().map(Object::toString).orElse("unknown"))
                    .addKeyValue("reason", e.getMessage())
                    .log("a task could not be read");
            e.id().ifPresentOrElse(
                            id -> report(
                                    loan,
                                    new TaskResult.Failed(
                                            id,
                                            ErrorCode.INTERNAL,
                                            "task " + id + " could not be read by a worker: " + e.getMessage(),
                                            true)),
                            () -> loan.decide(AcknowledgeType.REJECT));
            return Optional.empty();
        }
    }

    private Optional<Task> fetch(Loan loan, TaskMessage.Spilled spilled) throws WireException {
        try {
            return Optional.of(spill.fetch(spilled));
        } catch (ConversionException e) {
            // The item may have ended, and its staging with it: then nobody listens.
            LOG.atWarn().addKeyValue("task", spilled.id()).setCause(e).log("a spilled task could not be fetched");
            report(loan, new TaskResult.Failed(spilled.id(), e.code(), String.valueOf(e.getMessage()), e.retryable()));
            return Optional.empty();
        }
    }

    private void report(Loan loan, TaskResult.Failed failure) {
        try {
            reports.publish(failure);
            loan.decide(AcknowledgeType.ACCEPT);
        } catch (ConversionException e) {
            loan.decide(AcknowledgeType.RELEASE);
            throw e;
        }
    }

    private record Lent(Task task, Loan loan) implements Delivery {
        @Override
        public TraceContext trace() {
            return loan.trace();
        }

        @Override
        public void settle() {
            loan.decide(AcknowledgeType.ACCEPT);
        }

        @Override
        public void release() {
            loan.decide(AcknowledgeType.RELEASE);
        }
    }
}
