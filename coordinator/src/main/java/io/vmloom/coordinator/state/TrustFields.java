package io.vmloom.coordinator.state;

import io.vmloom.cipher.SecretRef;
import io.vmloom.coordinator.job.Trust;
import io.vmloom.format.ImagePolicy;
import io.vmloom.store.Companion;
import io.vmloom.store.Companions;
import io.vmloom.wire.DamageFields;
import io.vmloom.wire.Fields;
import io.vmloom.wire.StoreFields;
import java.nio.file.Path;
import java.util.OptionalLong;
import tools.jackson.databind.node.ObjectNode;

/** What an image is allowed, as maps. */
final class TrustFields {
    private TrustFields() {}

    static ObjectNode write(Trust trust) {
        ImagePolicy policy = trust.policy();
        ObjectNode map = Fields.empty()
                .put("others", trust.companions().others().name())
                .put("virtual", policy.maxVirtualBytes())
                .put("expansion", policy.maxExpansionRatio())
                .put("depth", policy.maxChainDepth());
        map.set("files", Fields.list(trust.companions().files(), TrustFields::write));
        map.set("formats", JobFields.sorted(policy.allowedFormats()));
        trust.maxUnpackedBytes().ifPresent(bytes -> map.put("unpacked", bytes));
        trust.key().ifPresent(key -> map.set("key", write(key)));
        DamageFields.write(trust.onDamage(), map);
        return map;
    }

    static Trust read(Fields fields) {
        return new Trust(
                new Companions(
                        fields.list("files", TrustFields::companion),
                        fields.constant("others", Companions.Others.class)),
                new ImagePolicy(
                        fields.texts("formats").keySet(),
                        fields.number("virtual"),
                        fields.number("expansion"),
                        fields.integer("depth")),
                fields.has("unpacked") ? OptionalLong.of(fields.number("unpacked")) : OptionalLong.empty(),
                fields.optionalFields("key").map(TrustFields::key),
                DamageFields.policy(fields));
    }

    /** Where it is, never the key. */
    static ObjectNode write(SecretRef key) {
        return switch (key) {
            case SecretRef.File(Path path) -> Fields.empty().put("file", path.toString());
            case SecretRef.Variable(String name) -> Fields.empty().put("env", name);
            case SecretRef.Named(String name) -> Fields.empty().put("secret", name);
        };
    }

    static SecretRef key(Fields fields) {
        if (fields.has("file")) {
            return new SecretRef.File(Path.of(fields.text("file")));
        }
        return fields.has("env")
                ? new SecretRef.Variable(fields.text("env"))
                : new SecretRef.Named(fields.text("secret"));
    }

    private static ObjectNode write(Companion file) {
        ObjectNode map = Fields.empty().put("name", file.name()).put("format", file.format());
        map.set("at", StoreFields.write(file.location()));
        return map;
    }

    private static Companion companion(Fields fields) {
        return new Companion(StoreFields.location(fields.fields("at")), fields.text("name"), fields.text("format"));
    }
}
