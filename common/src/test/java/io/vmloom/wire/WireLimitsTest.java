package io.vmloom.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmloom.codec.Codec;
import io.vmloom.codec.Compression;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.InternalException;
import io.vmloom.fragment.TaskResult;
import io.vmloom.range.WorkRange;
import io.vmloom.store.Location;
import io.vmloom.store.Upload;
import io.vmloom.task.Assurance;
import io.vmloom.task.EncoderSpec;
import io.vmloom.task.Piece;
import io.vmloom.task.Placement;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import io.vmloom.task.TaskKind;
import io.vmloom.unit.GuestOffset;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.cbor.CBORMapper;

class WireLimitsTest {
    private static final CBORMapper MAPPER = new CBORMapper();
    private static final TaskId ID = new TaskId("item", 0, TaskKind.CONVERT, 3, 1);
    private static final Task TASK = new Task.Convert(
            ID,
            List.of(),
            new WorkRange(3, GuestOffset.ZERO, 0, 0, List.of()),
            new EncoderSpec.PackedCompressed(65536, new Compression(Codec.ZLIB, 6)),
            "fingerprint",
            new Placement.Staged(new Location.InBucket("bucket", "key")),
            Assurance.DIGEST);
    private static final TaskResult RESULT = new TaskResult.Failed(ID, ErrorCode.INTERNAL, "why", true);

    @Test
    void fieldsThatNobodyKnowsAreIgnoredAtEveryDepth() throws WireException {
        byte[] task = changed(TaskWire.encode(TASK), WireLimitsTest::addUnknownFields);
        byte[] result = changed(ResultWire.encode(RESULT), WireLimitsTest::addUnknownFields);

        assertThat(TaskWire.decode(task)).isEqualTo(new TaskMessage.Whole(TASK));
        assertThat(ResultWire.decode(result)).isEqualTo(RESULT);
    }

    @Test
    void anotherVersionIsRefusedByNameOfItsTask() {
        refused(message -> message.put("v", 2), "wire version 2 is not known");
    }

    @Test
    void anotherKindIsRefusedByNameOfItsTask() {
        refused(message -> message.put("kind", "TRANSMUTE"), "'TRANSMUTE' is not known");
    }

    @Test
    void aMissingFieldIsNamed() {
        refused(message -> message.remove("encoder"), "message must have the field 'encoder'");
        refused(message -> map(message, "encoder").remove("unit"), "message.encoder must have the field 'unit'");
    }

    @Test
    void aFieldOfAnotherTypeIsNamed() {
        refused(message -> message.put("fingerprint", 7), "message.fingerprint must be text");
        refused(message -> message.put("members", "none"), "message.members must be a list");
        refused(message -> message.putNull("range"), "message.range must be a map");
    }

    @Test
    void valuesThatNoTaskCanHaveAreRefused() {
        refused(message -> map(message, "encoder").put("unit", 1000), "power of two");
        refused(message -> map(message, "encoder").put("level", 99), "compression level");
        refused(message -> map(message, "range").put("start", -1), "guest offset");
    }

    @Test
    void countsAreCheckedBeforeAnythingIsAllocated() {
        refused(message -> map(message, "range").put("extents", Integer.MAX_VALUE), "extents, got: 2147483647");
        refused(message -> map(message, "range").put("extents", 1 << 17), "can not lie in 0 bytes");
        refused(
                message -> {
                    map(message, "range").remove("packed");
                    map(message, "range").put("unpacked", Long.MAX_VALUE).put("zstd", new byte[9]);
                },
                "packed extents must have");
        refused(
                message -> {
                    map(message, "range").remove("packed");
                    map(message, "range").put("unpacked", 100).put("zstd", new byte[9]);
                },
                "can not be expanded");
    }

    @Test
    void aMessageThatNamesNoTaskIsRefusedWithoutAName() {
        byte[] nameless = changed(TaskWire.encode(TASK), message -> message.put("id", "what/ever"));

        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> TaskWire.decode(nameless))
                .satisfies(e -> assertThat(e.id()).isEmpty());
    }

    @Test
    void aReferenceRefersToATaskItself() {
        byte[] reference = changed(TaskWire.encode(TASK), message -> message.put("kind", "SPILLED"));

        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> TaskWire.decodeWhole(reference))
                .withMessageContaining("SPILLED");
    }

    @Test
    void nothingLongerThanTheLimitIsWrittenOrRead() {
        byte[] tooLong = new byte[TaskWire.MAX_BYTES + 1];
        Task task = new Task.Compose(
                ID,
                List.of(new Piece.Inline(ByteBuffer.wrap(tooLong))),
                new Upload(new Location.InBucket("bucket", "key"), "upload"),
                1);

        assertThatExceptionOfType(InternalException.class).isThrownBy(() -> TaskWire.encode(task));
        assertThatExceptionOfType(WireException.class).isThrownBy(() -> TaskWire.decode(tooLong));
    }

    @Test
    void aFailureIsToldEvenInWordsThatAreNoUnicode() throws WireException {
        TaskResult broken = new TaskResult.Failed(ID, ErrorCode.IMAGE_INVALID, "extent '\ud800.vmdk'", false);

        assertThat(ResultWire.decode(ResultWire.encode(broken)))
                .isEqualTo(new TaskResult.Failed(ID, ErrorCode.IMAGE_INVALID, "extent '?.vmdk'", false));
    }

    private static void refused(Consumer<ObjectNode> change, String reason) {
        byte[] bytes = changed(TaskWire.encode(TASK), change);
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> TaskWire.decode(bytes))
                .withMessageContaining(reason)
                .satisfies(e -> assertThat(e.id()).contains(ID));
    }

    private static byte[] changed(byte[] message, Consumer<ObjectNode> change) {
        ObjectNode map = (ObjectNode) MAPPER.readTree(message);
        change.accept(map);
        return MAPPER.writeValueAsBytes(map);
    }

    private static ObjectNode map(ObjectNode message, String name) {
        return (ObjectNode) message.path(name);
    }

    private static void addUnknownFields(ObjectNode map) {
        List<JsonNode> inner = List.copyOf(map.values());
        map.put("priority", 7);
        map.putObject("future").put("a", 1).putArray("list").add(2);
        for (JsonNode value : inner) {
            if (value instanceof ObjectNode deeper) {
                addUnknownFields(deeper);
            }
        }
    }
}
