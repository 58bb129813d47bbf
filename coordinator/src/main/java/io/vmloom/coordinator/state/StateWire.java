package io.vmloom.coordinator.state;

import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.terms.BatchTerms;
import io.vmloom.coordinator.terms.Priority;
import io.vmloom.fragment.TaskResult;
import io.vmloom.wire.Envelope;
import io.vmloom.wire.Fields;
import io.vmloom.wire.ResultWire;
import io.vmloom.wire.StoreFields;
import io.vmloom.wire.WireException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * State records as bytes, in the envelope and under the rules of {@link io.vmloom.wire}: fields that a reader does not
 * know are ignored, everything else it does not know is refused.
 */
final class StateWire {
    private static final String SUBMITTED = "BATCH_SUBMITTED";
    private static final String CANCELLED = "CANCEL_REQUESTED";
    private static final String PAUSED = "PAUSE_REQUESTED";
    private static final String CONFIRMED = "CONFIRMED";
    private static final String PRIORITIZED = "PRIORITIZED";
    private static final String REOPENED = "REOPENED";
    private static final String BATCH_ENDED = "BATCH_ENDED";
    private static final String END_TOLD = "END_TOLD";
    private static final String STARTED = "ITEM_STARTED";
    private static final String BEGUN = "ITEM_BEGUN";
    private static final String UPLOAD = "UPLOAD_BEGUN";
    private static final String ACCEPTED = "RANGE_ACCEPTED";
    private static final String COMPLETING = "COMPLETING";
    private static final String ENDED = "ITEM_ENDED";

    private StateWire() {}

    static byte[] encode(StateRecord written) {
        ObjectNode map;
        switch (written) {
            case StateRecord.BatchSubmitted(Batch batch, Instant at) -> {
                map = at(SUBMITTED, batch.id(), at).put("name", batch.name());
                map.set("items", Fields.list(batch.items(), JobFields::write));
                if (!batch.terms().equals(BatchTerms.DEFAULT)) {
                    map.set("terms", TermsFields.write(batch.terms()));
                }
            }
            case StateRecord.CancelRequested(String batch, Instant at) -> map = at(CANCELLED, batch, at);
            case StateRecord.PauseRequested(String batch, Instant at) -> map = at(PAUSED, batch, at);
            case StateRecord.Confirmed(String batch, Instant at) -> map = at(CONFIRMED, batch, at);
            case StateRecord.Prioritized(String batch, Priority priority) ->
                map = Envelope.of(PRIORITIZED, batch).put("priority", priority.number());
            case StateRecord.Reopened(String batch, int times) ->
                map = Envelope.of(REOPENED, batch).put("times", times);
            case StateRecord.BatchEnded(String batch, Instant at) -> map = at(BATCH_ENDED, batch, at);
            case StateRecord.EndTold(String batch, int webhook, boolean taken, Instant at) ->
                map = at(END_TOLD, batch, at).put("webhook", webhook).put("taken", taken);
            case StateRecord.ItemStarted(String item, int run) ->
                map = Envelope.of(STARTED, item).put("run", run);
            case StateRecord.ItemBegun begun -> {
                map = Envelope.of(BEGUN, begun.item())
                        .put("generation", begun.generation())
                        .put("plan", begun.planFingerprint());
                map.set("members", Fields.list(begun.members(), StoreFields::write));
            }
            case StateRecord.UploadBegun upload -> map = write(upload);
            case StateRecord.RangeAccepted(TaskResult.Converted result) ->
                map = Envelope.of(ACCEPTED, result.id().item()).put("result", ResultWire.encode(result));
            case StateRecord.Completing complete -> {
                map = Envelope.of(COMPLETING, complete.item())
                        .put("name", complete.name())
                        .put("parts", complete.partsHash());
                map.set("target", StoreFields.write(complete.target()));
            }
            case StateRecord.ItemEnded ended -> {
                map = Envelope.of(ENDED, ended.item()).put("nanos", ended.took().toNanos());
                map.set("outcome", JobFields.write(ended.outcome()));
            }
        }
        return Envelope.write(map);
    }

    static StateRecord decode(byte[] bytes) throws WireException {
        return Envelope.readNamed(bytes, (id, kind, fields) -> switch (kind) {
            case SUBMITTED ->
                new StateRecord.BatchSubmitted(
                        new Batch(
                                id,
                                fields.text("name"),
                                fields.optionalFields("terms")
                                        .map(TermsFields::read)
                                        .orElse(BatchTerms.DEFAULT),
                                fields.list("items", JobFields::request)),
                        at(fields));
            case CANCELLED -> new StateRecord.CancelRequested(id, at(fields));
            case PAUSED -> new StateRecord.PauseRequested(id, at(fields));
            case CONFIRMED -> new StateRecord.Confirmed(id, at(fields));
            case PRIORITIZED -> new StateRecord.Prioritized(id, new Priority(fields.integer("priority")));
            case REOPENED -> new StateRecord.Reopened(id, fields.integer("times"));
            case BATCH_ENDED -> new StateRecord.BatchEnded(id, at(fields));
            case END_TOLD -> new StateRecord.EndTold(id, fields.integer("webhook"), fields.flag("taken"), at(fields));
            case STARTED -> new StateRecord.ItemStarted(id, fields.integer("run"));
            case BEGUN ->
                new StateRecord.ItemBegun(
                        id,
                        fields.integer("generation"),
                        fields.list("members", StoreFields::version),
                        fields.text("plan"));
            case UPLOAD -> upload(id, fields);
            case ACCEPTED -> new StateRecord.RangeAccepted(converted(fields.bytes("result")));
            case COMPLETING ->
                new StateRecord.Completing(
                        id, fields.text("name"), StoreFields.inBucket(fields.fields("target")), fields.text("parts"));
            case ENDED ->
                new StateRecord.ItemEnded(
                        id, JobFields.outcome(fields.fields("outcome")), Duration.ofNanos(fields.number("nanos")));
            default -> throw new IllegalArgumentException("state record '" + kind + "' is not known");
        });
    }

    private static ObjectNode at(String kind, String batch, Instant at) {
        return Envelope.of(kind, batch).put("at", at.toString());
    }

    private static Instant at(Fields fields) {
        return Instant.parse(fields.text("at"));
    }

    private static ObjectNode write(StateRecord.UploadBegun upload) {
        ObjectNode map =
                Envelope.of(UPLOAD, upload.item()).put("name", upload.name()).put("strays", upload.strays());
        map.set("target", StoreFields.write(upload.target()));
        map.set("foreign", JobFields.sorted(upload.foreign()));
        upload.uploadId().ifPresent(id -> map.put("upload", id));
        return map;
    }

    private static StateRecord.UploadBegun upload(String item, Fields fields) {
        return new StateRecord.UploadBegun(
                item,
                fields.text("name"),
                StoreFields.inBucket(fields.fields("target")),
                Set.copyOf(fields.texts("foreign").keySet()),
                fields.has("upload") ? Optional.of(fields.text("upload")) : Optional.empty(),
                fields.flag("strays"));
    }

    private static TaskResult.Converted converted(byte[] bytes) {
        try {
            if (ResultWire.decode(bytes) instanceof TaskResult.Converted converted) {
                return converted;
            }
            throw new IllegalArgumentException("accepted result must be one of a conversion");
        } catch (WireException e) {
            throw new IllegalArgumentException("accepted result can not be read: " + e.getMessage(), e);
        }
    }
}
