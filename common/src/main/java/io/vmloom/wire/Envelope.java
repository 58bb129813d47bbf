package io.vmloom.wire;

import io.vmloom.error.InternalException;
import io.vmloom.task.TaskId;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * The outermost map of everything that is written: {@code v}, the version of the format; {@code kind}; {@code id}, whose
 * it is: a task's in messages. These three keep their meaning in every version, so that a message of a later one can
 * still be answered.
 */
public final class Envelope {
    static final int VERSION = 1;

    /** No message is longer, and no longer one is looked at. */
    static final int MAX_BYTES = 8 << 20;

    private static final CBORMapper MAPPER = CBORMapper.builder(CBORFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Envelope() {}

    /** Makes a value of the fields; whatever it throws is the message's fault. */
    public interface Reader<I, T> {
        T read(I id, String kind, Fields fields);
    }

    public static ObjectNode of(String kind, String id) {
        return Fields.empty().put("v", VERSION).put("kind", kind).put("id", id);
    }

    static ObjectNode of(String kind, TaskId id) {
        return of(kind, id.toString());
    }

    public static byte[] write(ObjectNode message) {
        byte[] bytes;
        try {
            bytes = MAPPER.writeValueAsBytes(message);
        } catch (JacksonException e) {
            throw new InternalException("message of " + message.path("id").asString("?") + " can not be written", e);
        }
        if (bytes.length > MAX_BYTES) {
            throw new InternalException(
                    "message of " + message.path("id").asString("?") + " must not be longer than " + MAX_BYTES
                            + " bytes, got: " + bytes.length,
                    null);
        }
        return bytes;
    }

    static <T> T read(byte[] bytes, Reader<TaskId, T> reader) throws WireException {
        return read(bytes, TaskId::parse, Optional::of, reader);
    }

    /** Reads what does not belong to a task. */
    public static <T> T readNamed(byte[] bytes, Reader<String, T> reader) throws WireException {
        return read(bytes, Function.identity(), id -> Optional.empty(), reader);
    }

    private static <I, T> T read(
            byte[] bytes, Function<String, I> parser, Function<I, Optional<TaskId>> task, Reader<I, T> reader)
            throws WireException {
        Optional<TaskId> id = Optional.empty();
        try {
            Fields fields = new Fields(parse(bytes), "message");
            I known = parser.apply(fields.text("id"));
            id = task.apply(known);
            long version = fields.number("v");
            if (version != VERSION) {
                throw new IllegalArgumentException("wire version " + version + " is not known here, only " + VERSION
                        + ": coordinator and workers must be of one release");
            }
            return reader.read(known, fields.text("kind"), fields);
        } catch (JacksonException e) {
            throw new WireException("message is no CBOR: " + e.getOriginalMessage(), id, e);
        } catch (RuntimeException e) {
            // Mostly what the values themselves refuse; but whatever it is, the reader has to go on.
            throw new WireException(String.valueOf(e.getMessage()), id, e);
        }
    }

    public static IllegalArgumentException unknownKind(String kind) {
        return new IllegalArgumentException(
                "message kind '" + kind + "' is not known here: coordinator and workers must be of one release");
    }

    private static ObjectNode parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "message must not be longer than " + MAX_BYTES + " bytes, got: " + bytes.length);
        }
        JsonNode root = MAPPER.readTree(bytes);
        if (root instanceof ObjectNode map) {
            return map;
        }
        throw new IllegalArgumentException("message must be a map, got: " + root.getNodeType());
    }
}
