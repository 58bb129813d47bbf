package io.vmloom.coordinator.manifest;

import io.vmloom.error.RequestException;
import io.vmloom.store.ObjectProperties;
import io.vmloom.store.ServerEncryption;
import java.util.Map;
import java.util.Optional;

/** What a store is to know of a target. */
final class ObjectReader {
    private ObjectReader() {}

    static ObjectProperties read(Fields object) {
        Optional<String> storageClass = object.text("storageClass");
        ServerEncryption encryption =
                object.section("encryption", ObjectReader::encryption).orElse(new ServerEncryption.OfBucket());
        Map<String, String> tags = object.texts("tags").orElse(Map.of());
        Optional<String> contentType = object.text("contentType");
        Optional<String> acl = object.text("acl");
        try {
            return new ObjectProperties(storageClass, encryption, tags, contentType, acl);
        } catch (RequestException e) {
            throw object.position().refuse(object.inside(String.valueOf(e.getMessage())));
        }
    }

    private static ServerEncryption encryption(Fields encryption) {
        Optional<String> key = encryption.text("keyId");
        return encryption.require("sse", name -> switch (name) {
            case "AES256" -> storeKey(key);
            case "aws:kms" -> new ServerEncryption.ManagedKey(key);
            default ->
                throw new RequestException(
                        "must be AES256 or aws:kms (keys of the customer's are not supported, for every"
                                + " reader would need them), got: '" + name + "'");
        });
    }

    private static ServerEncryption storeKey(Optional<String> key) {
        if (key.isPresent()) {
            throw new RequestException("AES256 has a key of the store's; leave keyId out, or use aws:kms");
        }
        return new ServerEncryption.StoreKey();
    }
}
