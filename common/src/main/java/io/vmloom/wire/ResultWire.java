package io.vmloom.wire;

import io.vmloom.digest.Node;
import io.vmloom.digest.Subtree;
import io.vmloom.error.ErrorCode;
import io.vmloom.fragment.IndexRef;
import io.vmloom.fragment.StoredFragment;
import io.vmloom.fragment.TaskResult;
import io.vmloom.fragment.WorkStats;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Results as messages, under the same rules as {@link TaskWire}. */
public final class ResultWire {
    private static final String CONVERTED = "CONVERTED";
    private static final String COMPOSED_PART = "COMPOSED_PART";
    private static final String COMPOSED_OBJECT = "COMPOSED_OBJECT";
    private static final String DIGESTED = "DIGESTED";
    private static final String HASHED = "HASHED";
    private static final String FAILED = "FAILED";

    private ResultWire() {}

    /** The message of a failure may lose what UTF-8 can not express. */
    public static byte[] encode(TaskResult result) {
        ObjectNode message;
        switch (result) {
            case TaskResult.Converted converted -> {
                message = Envelope.of(CONVERTED, converted.id()).put("fragment", converted.fragmentBytes());
                message.set("stored", write(converted.stored()));
                message.set("index", write(converted.index()));
                message.set("digest", Fields.list(converted.digest(), ResultWire::write));
                message.set("stats", write(converted.stats()));
                DamageFields.write(converted.losses(), message);
            }
            case TaskResult.ComposedPart composed -> {
                message = Envelope.of(COMPOSED_PART, composed.id());
                message.set("part", StoreFields.write(composed.part()));
            }
            case TaskResult.ComposedObject composed -> {
                message = Envelope.of(COMPOSED_OBJECT, composed.id());
                message.set("object", StoreFields.write(composed.object()));
            }
            case TaskResult.Digested digested -> {
                message = Envelope.of(DIGESTED, digested.id());
                message.set("digest", Fields.list(digested.digest(), ResultWire::write));
                message.set("stats", write(digested.stats()));
            }
            case TaskResult.Hashed hashed -> {
                message = Envelope.of(HASHED, hashed.id()).put("sha256", hashed.sha256());
                message.set("stats", write(hashed.stats()));
            }
            case TaskResult.Failed failed ->
                message = Envelope.of(FAILED, failed.id())
                        .put("code", failed.code().name())
                        .put("message", encodable(failed.message()))
                        .put("retryable", failed.retryable());
        }
        return Envelope.write(message);
    }

    public static TaskResult decode(byte[] bytes) throws WireException {
        return Envelope.read(bytes, (id, kind, fields) -> switch (kind) {
            case CONVERTED ->
                new TaskResult.Converted(
                        id,
                        fields.number("fragment"),
                        stored(fields.fields("stored")),
                        index(fields.fields("index")),
                        digest(fields),
                        stats(fields.fields("stats")),
                        DamageFields.losses(fields));
            case COMPOSED_PART -> new TaskResult.ComposedPart(id, StoreFields.part(fields.fields("part")));
            case COMPOSED_OBJECT -> new TaskResult.ComposedObject(id, StoreFields.version(fields.fields("object")));
            case DIGESTED -> new TaskResult.Digested(id, digest(fields), stats(fields.fields("stats")));
            case HASHED -> new TaskResult.Hashed(id, fields.text("sha256"), stats(fields.fields("stats")));
            case FAILED ->
                new TaskResult.Failed(
                        id, fields.constant("code", ErrorCode.class), fields.text("message"), fields.flag("retryable"));
            default -> throw Envelope.unknownKind(kind);
        });
    }

    private static ObjectNode write(StoredFragment stored) {
        ObjectNode map = Fields.empty();
        switch (stored) {
            case StoredFragment.InPart inPart -> {
                map.put("kind", "PART");
                map.set("part", StoreFields.write(inPart.part()));
            }
            case StoredFragment.Staged staged -> {
                map.put("kind", "STAGED");
                map.set("object", StoreFields.write(staged.object()));
            }
            case StoredFragment.InFile inFile -> map.put("kind", "FILE");
            case StoredFragment.Empty empty -> map.put("kind", "EMPTY");
        }
        return map;
    }

    private static StoredFragment stored(Fields fields) {
        String kind = fields.text("kind");
        return switch (kind) {
            case "PART" -> new StoredFragment.InPart(StoreFields.part(fields.fields("part")));
            case "STAGED" -> new StoredFragment.Staged(StoreFields.version(fields.fields("object")));
            case "FILE" -> new StoredFragment.InFile();
            case "EMPTY" -> new StoredFragment.Empty();
            default -> throw new IllegalArgumentException("stored fragment '" + kind + "' is not known");
        };
    }

    private static ObjectNode write(IndexRef index) {
        ObjectNode map = Fields.empty();
        switch (index) {
            case IndexRef.Inline inline -> map.put("bytes", Fields.copyOf(inline.bytes()));
            case IndexRef.Spilled spilled -> map.set("object", StoreFields.write(spilled.object()));
        }
        return map;
    }

    private static IndexRef index(Fields fields) {
        return fields.has("bytes")
                ? new IndexRef.Inline(fields.buffer("bytes"))
                : new IndexRef.Spilled(StoreFields.version(fields.fields("object")));
    }

    private static ObjectNode write(Subtree subtree) {
        return Fields.empty()
                .put("level", subtree.level())
                .put("position", subtree.position())
                .put("node", subtree.node().toBytes());
    }

    private static List<Subtree> digest(Fields fields) {
        return fields.list(
                "digest",
                subtree -> new Subtree(
                        subtree.integer("level"), subtree.number("position"), Node.of(subtree.bytes("node"))));
    }

    private static ObjectNode write(WorkStats stats) {
        ObjectNode map = Fields.empty()
                .put("source", stats.sourceBytes())
                .put("guest", stats.guestBytes())
                .put("zero", stats.zeroBytes())
                .put("target", stats.targetBytes())
                .put("nanos", stats.nanos());
        return stats.keptUnits() > 0 ? map.put("kept", stats.keptUnits()) : map;
    }

    private static WorkStats stats(Fields fields) {
        return new WorkStats(
                fields.number("source"),
                fields.number("guest"),
                fields.number("zero"),
                fields.number("target"),
                fields.has("kept") ? fields.number("kept") : 0,
                fields.number("nanos"));
    }

    /** A name out of a damaged image may hold half a surrogate pair, which must not stop its own error message. */
    private static String encodable(String message) {
        return new String(message.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
