package io.vmloom.wire;

import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.PartReceipt;
import io.vmloom.store.Upload;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/** What stands in stores, as maps. */
public final class StoreFields {
    private StoreFields() {}

    public static ObjectNode write(Location location) {
        return switch (location) {
            case Location.InBucket(String bucket, String key) ->
                Fields.empty().put("bucket", bucket).put("key", key);
            case Location.OnDisk(Path path) -> Fields.empty().put("path", path.toString());
        };
    }

    public static Location location(Fields fields) {
        return fields.has("path") ? new Location.OnDisk(Path.of(fields.text("path"))) : inBucket(fields);
    }

    public static Location.InBucket inBucket(Fields fields) {
        return new Location.InBucket(fields.text("bucket"), fields.text("key"));
    }

    public static ObjectNode write(ObjectVersion version) {
        ObjectNode map = Fields.empty();
        map.set("at", write(version.location()));
        map.put("size", version.sizeBytes()).put("etag", version.etag()).put("weak", version.weak());
        map.set("metadata", Fields.texts(version.metadata()));
        return map;
    }

    public static ObjectVersion version(Fields fields) {
        return new ObjectVersion(
                location(fields.fields("at")),
                fields.number("size"),
                fields.text("etag"),
                fields.flag("weak"),
                fields.texts("metadata"));
    }

    public static ObjectNode write(Upload upload) {
        ObjectNode map = Fields.empty();
        map.set("target", write(upload.target()));
        return map.put("id", upload.uploadId());
    }

    public static Upload upload(Fields fields) {
        return new Upload(inBucket(fields.fields("target")), fields.text("id"));
    }

    public static ObjectNode write(PartReceipt part) {
        return Fields.empty()
                .put("number", part.partNumber())
                .put("size", part.sizeBytes())
                .put("etag", part.etag());
    }

    public static PartReceipt part(Fields fields) {
        return new PartReceipt(fields.integer("number"), fields.number("size"), fields.text("etag"));
    }
}
