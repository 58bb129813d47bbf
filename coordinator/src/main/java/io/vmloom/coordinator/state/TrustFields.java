package io.vmloom.coordinator.state;

import io.vmloom.cipher.SecretRef;
import io.vmloom.cipher.luks.KdfLimits;
import io.vmloom.coordinator.job.Trust;
import io.vmloom.format.ImagePolicy;
import io.vmloom.store.Companion;
import io.vmloom.store.Companions;
import io.vmloom.store.Location;
import io.vmloom.wire.DamageFields;
import io.vmloom.wire.Fields;
import io.vmloom.wire.StoreFields;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
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
        KdfLimits keys = policy.keyDerivation();
        if (!keys.equals(KdfLimits.DEFAULT)) {
            map.put("keyMemory", keys.memoryBytes())
                    .put("keyRounds", keys.pbkdf2Rounds())
                    .put("keyWork", keys.argon2Bytes());
        }
        map.set("files", Fields.list(trust.companions().files(), TrustFields::write));
        map.set("formats", JobFields.sorted(policy.allowedFormats()));
        trust.maxUnpackedBytes().ifPresent(bytes -> map.put("unpacked", bytes));
        trust.key().ifPresent(key -> map.set("key", write(key)));
        if (!trust.otherKeys().isEmpty()) {
            map.set("keys", Fields.list(trust.otherKeys().entrySet(), TrustFields::write));
        }
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
                        fields.integer("depth"),
                        keyDerivation(fields)),
                fields.has("unpacked") ? OptionalLong.of(fields.number("unpacked")) : OptionalLong.empty(),
                fields.optionalFields("key").map(TrustFields::key),
                otherKeys(fields),
                DamageFields.policy(fields));
    }

    private static ObjectNode write(Map.Entry<Location, SecretRef> file) {
        ObjectNode map = write(file.getValue());
        map.set("of", StoreFields.write(file.getKey()));
        return map;
    }

    private static Map<Location, SecretRef> otherKeys(Fields fields) {
        Map<Location, SecretRef> keys = new HashMap<>();
        if (fields.has("keys")) {
            fields.list("keys", one -> keys.put(StoreFields.location(one.fields("of")), key(one)));
        }
        return keys;
    }

    private static KdfLimits keyDerivation(Fields fields) {
        return fields.has("keyMemory")
                ? new KdfLimits(fields.number("keyMemory"), fields.number("keyRounds"), fields.number("keyWork"))
                : KdfLimits.DEFAULT;
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
