package io.vmloom.wire;

import io.vmloom.codec.Codec;
import io.vmloom.codec.Compression;
import io.vmloom.codec.Wrapper;
import io.vmloom.task.Assurance;
import io.vmloom.task.EncoderSpec;
import io.vmloom.task.Placement;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import tools.jackson.databind.node.ObjectNode;

/** What only conversions have: how to encode, and where to put the outcome. */
final class ConvertFields {
    private ConvertFields() {}

    static void write(Task.Convert task, ObjectNode map) {
        map.set("members", Fields.list(task.members(), StoreFields::write));
        CipherFields.write(task.ciphers(), map);
        map.set("range", RangeFields.write(task.range()));
        map.set("encoder", write(task.encoder()));
        map.put("fingerprint", task.codecFingerprint());
        map.set("placement", write(task.placement()));
        write(task.assurance(), map);
        DamageFields.write(task.onDamage(), map);
    }

    static Task.Convert read(TaskId id, Fields fields) {
        return new Task.Convert(
                id,
                fields.list("members", StoreFields::version),
                CipherFields.read(fields),
                RangeFields.read(fields.fields("range")),
                encoder(fields.fields("encoder")),
                fields.text("fingerprint"),
                placement(fields.fields("placement")),
                assurance(fields),
                DamageFields.policy(fields));
    }

    private static void write(Assurance assurance, ObjectNode map) {
        map.put("decodeBack", assurance.decodesBack());
        if (!assurance.hasDigest()) {
            map.put("digest", false);
        }
    }

    private static Assurance assurance(Fields fields) {
        if (fields.flag("decodeBack")) {
            return Assurance.DECODED_BACK;
        }
        return fields.has("digest") && !fields.flag("digest") ? Assurance.NONE : Assurance.DIGEST;
    }

    private static ObjectNode write(EncoderSpec encoder) {
        ObjectNode map = Fields.empty().put("unit", encoder.unitBytes());
        return switch (encoder) {
            case EncoderSpec.Identity identity -> map.put("kind", identity.mapped() ? "MAPPED_IDENTITY" : "IDENTITY");
            case EncoderSpec.PackedPlain plain -> {
                map.put("kind", "PACKED_PLAIN");
                if (plain.leadBytes() > 0) {
                    map.put("lead", plain.leadBytes());
                }
                yield plain.keepsZeros() ? map.put("keep", true) : map;
            }
            case EncoderSpec.PackedCompressed packed ->
                keeping(packed.keepsStreams(), write(packed.compression(), map.put("kind", "PACKED_COMPRESSED")));
            case EncoderSpec.MarkedStream marked ->
                keeping(marked.keepsStreams(), write(marked.compression(), map.put("kind", "MARKED_STREAM")))
                        .put("minimum", marked.minimumBytes());
            case EncoderSpec.Streams streams ->
                map.put("kind", "STREAMS")
                        .put("wrapper", streams.wrapper().name())
                        .put("level", streams.level())
                        .put("minimum", streams.minimumBytes());
            case EncoderSpec.Encrypted encrypted -> {
                map.set("inside", write(encrypted.inside()));
                map.set("cipher", CipherFields.write(encrypted.cipher(), Fields.empty()));
                yield map.put("kind", "ENCRYPTED").put("position", encrypted.position());
            }
        };
    }

    private static EncoderSpec encoder(Fields fields) {
        int unit = fields.integer("unit");
        String kind = fields.text("kind");
        return switch (kind) {
            case "IDENTITY" -> new EncoderSpec.Identity(unit, false);
            case "MAPPED_IDENTITY" -> new EncoderSpec.Identity(unit, true);
            case "PACKED_PLAIN" ->
                new EncoderSpec.PackedPlain(
                        unit, fields.integerOr("lead", 0), fields.has("keep") && fields.flag("keep"));
            case "PACKED_COMPRESSED" -> new EncoderSpec.PackedCompressed(unit, compression(fields), keeping(fields));
            case "MARKED_STREAM" ->
                new EncoderSpec.MarkedStream(unit, compression(fields), fields.number("minimum"), keeping(fields));
            case "STREAMS" ->
                new EncoderSpec.Streams(
                        unit,
                        fields.constant("wrapper", Wrapper.class),
                        fields.integer("level"),
                        fields.number("minimum"));
            case "ENCRYPTED" ->
                new EncoderSpec.Encrypted(
                        encoder(fields.fields("inside")),
                        CipherFields.cipher(fields.fields("cipher")),
                        fields.number("position"));
            default -> throw new IllegalArgumentException("encoder '" + kind + "' is not known");
        };
    }

    private static ObjectNode keeping(boolean keepsStreams, ObjectNode map) {
        return keepsStreams ? map.put("keepStreams", true) : map;
    }

    private static boolean keeping(Fields fields) {
        return fields.has("keepStreams") && fields.flag("keepStreams");
    }

    private static ObjectNode write(Compression compression, ObjectNode map) {
        return map.put("codec", compression.codec().name()).put("level", compression.level());
    }

    private static Compression compression(Fields fields) {
        return new Compression(fields.constant("codec", Codec.class), fields.integer("level"));
    }

    private static ObjectNode write(Placement placement) {
        ObjectNode map = Fields.empty();
        switch (placement) {
            case Placement.Part part -> {
                map.put("kind", "PART");
                map.set("upload", StoreFields.write(part.upload()));
                map.put("number", part.partNumber()).put("minDirect", part.minDirectBytes());
                map.set("staging", StoreFields.write(part.staging()));
                if (part.zeros() != null) {
                    map.set("zeros", StoreFields.write(part.zeros()));
                }
            }
            case Placement.Staged staged -> {
                map.put("kind", "STAGED");
                map.set("staging", StoreFields.write(staged.staging()));
            }
            case Placement.Local local -> map.put("kind", "LOCAL").put("target", local.target());
        }
        return map;
    }

    private static Placement placement(Fields fields) {
        String kind = fields.text("kind");
        return switch (kind) {
            case "PART" ->
                new Placement.Part(
                        StoreFields.upload(fields.fields("upload")),
                        fields.integer("number"),
                        fields.number("minDirect"),
                        StoreFields.inBucket(fields.fields("staging")),
                        fields.optionalFields("zeros").map(StoreFields::version).orElse(null));
            case "STAGED" -> new Placement.Staged(StoreFields.inBucket(fields.fields("staging")));
            case "LOCAL" -> new Placement.Local(fields.text("target"));
            default -> throw new IllegalArgumentException("placement '" + kind + "' is not known");
        };
    }
}
