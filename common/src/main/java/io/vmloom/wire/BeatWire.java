package io.vmloom.wire;

import io.vmloom.queue.TaskSpan;
import io.vmloom.queue.WorkerBeat;
import io.vmloom.task.TaskId;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** What workers tell of themselves as messages, under the same rules as {@link TaskWire}. */
public final class BeatWire {
    private static final String BEAT = "BEAT";

    private BeatWire() {}

    public static byte[] encode(WorkerBeat beat) {
        ObjectNode message = Envelope.of(BEAT, beat.worker())
                .put("slots", beat.slots())
                .put("at", beat.at().toEpochMilli())
                .put("last", beat.last());
        message.set("spans", Fields.list(beat.spans(), BeatWire::write));
        return Envelope.write(message);
    }

    public static WorkerBeat decode(byte[] bytes) throws WireException {
        return Envelope.readNamed(bytes, (worker, kind, fields) -> {
            if (!kind.equals(BEAT)) {
                throw Envelope.unknownKind(kind);
            }
            return new WorkerBeat(
                    worker,
                    fields.integer("slots"),
                    Instant.ofEpochMilli(fields.number("at")),
                    fields.list("spans", BeatWire::span),
                    fields.flag("last"));
        });
    }

    private static ObjectNode write(TaskSpan span) {
        return Fields.empty()
                .put("task", span.task().toString())
                .put("tenant", span.tenant())
                .put("slot", span.slot())
                .put("begun", span.begun().toEpochMilli())
                .put("took", span.tookMillis())
                .put("state", span.state().name());
    }

    private static TaskSpan span(Fields fields) {
        return new TaskSpan(
                TaskId.parse(fields.text("task")),
                fields.text("tenant"),
                fields.integer("slot"),
                Instant.ofEpochMilli(fields.number("begun")),
                fields.number("took"),
                fields.constant("state", TaskSpan.State.class));
    }
}
