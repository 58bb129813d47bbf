package io.vmloom.coordinator.state;

import io.vmloom.store.ObjectProperties;
import io.vmloom.store.ServerEncryption;
import io.vmloom.wire.Fields;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What a store is to know of a target, as maps. */
final class PropertyFields {
    private PropertyFields() {}

    static ObjectNode write(ObjectProperties properties) {
        ObjectNode map = Fields.empty();
        properties.storageClass().ifPresent(name -> map.put("class", name));
        properties.contentType().ifPresent(type -> map.put("type", type));
        properties.acl().ifPresent(name -> map.put("acl", name));
        if (!properties.tags().isEmpty()) {
            map.set("tags", Fields.texts(properties.tags()));
        }
        switch (properties.encryption()) {
            case ServerEncryption.OfBucket() -> {}
            case ServerEncryption.StoreKey() -> map.put("encryption", "STORE_KEY");
            case ServerEncryption.ManagedKey(Optional<String> key) -> {
                map.put("encryption", "MANAGED_KEY");
                key.ifPresent(id -> map.put("key", id));
            }
        }
        return map;
    }

    static ObjectProperties read(Fields fields) {
        return new ObjectProperties(
                text(fields, "class"),
                encryption(fields),
                fields.has("tags") ? fields.texts("tags") : Map.of(),
                text(fields, "type"),
                text(fields, "acl"));
    }

    private static ServerEncryption encryption(Fields fields) {
        return text(fields, "encryption")
                .<ServerEncryption>map(kind -> switch (kind) {
                    case "STORE_KEY" -> new ServerEncryption.StoreKey();
                    case "MANAGED_KEY" -> new ServerEncryption.ManagedKey(text(fields, "key"));
                    default -> throw new IllegalArgumentException("encryption '" + kind + "' is not known");
                })
                .orElse(new ServerEncryption.OfBucket());
    }

    private static Optional<String> text(Fields fields, String key) {
        return fields.has(key) ? Optional.of(fields.text(key)) : Optional.empty();
    }
}
