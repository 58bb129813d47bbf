package io.vmloom.loadtest.chaos;

import io.vmloom.cli.config.Configuration;
import io.vmloom.cli.config.Setting;
import io.vmloom.error.InternalException;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.s3.PayloadSigning;
import io.vmloom.store.s3.S3Credentials;
import io.vmloom.store.s3.S3Endpoint;
import io.vmloom.store.s3.S3ObjectStore;
import io.vmloom.store.s3.S3Patience;
import io.vmloom.store.s3.S3Settings;
import io.vmloom.store.s3.UploadChecksum;
import io.vmloom.unit.ByteSize;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a stranger sees of the cluster's bucket. */
final class Bucket implements AutoCloseable {
    /** The store may just be away. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final S3ObjectStore store;

    /** @param endpoints file that says how to reach the store */
    Bucket(Path endpoints) {
        Configuration said = Configuration.load(Optional.of(endpoints), Map.of());
        S3Settings settings = S3Settings.server(
                new S3Endpoint.At(URI.create(said.required(Setting.S3_ENDPOINT))),
                "us-east-1",
                new S3Credentials.KeyPair(
                        said.required(Setting.S3_ACCESS_KEY_ID), said.required(Setting.S3_SECRET_ACCESS_KEY)));
        store = S3ObjectStore.open(
                settings.withUploads(PayloadSigning.CHUNKED, UploadChecksum.NONE, settings.capabilities())
                        .withPatience(S3Patience.outlasting(PATIENCE)));
    }

    /** SHA-256 of an object's bytes, in hex; what is wrong where there is none. */
    String hash(String key) {
        return store.head(key(key)).map(this::hash).orElse("no object");
    }

    /** Deletes all targets, and answers where there were any. */
    List<String> clear() {
        List<Location.InBucket> found = new ArrayList<>();
        store.list(key(Batch.TARGETS), object -> {
            if (object.location() instanceof Location.InBucket target) {
                found.add(target);
            }
        });
        found.forEach(store::delete);
        return found.stream().map(Location.InBucket::toString).toList();
    }

    /** Open uploads, staged objects, and whatever else stands where only targets should. */
    List<String> leftovers() {
        List<String> found = new ArrayList<>();
        for (Location.InBucket prefix : List.of(key(".vmloom"), key(Batch.TARGETS))) {
            store.listUploads(prefix).forEach(upload -> found.add("upload of " + upload.target()));
            store.list(prefix, object -> found.add(object.location().toString()));
        }
        return found;
    }

    private String hash(ObjectVersion version) {
        MessageDigest sha256 = sha256();
        ByteBuffer buffer = ByteBuffer.allocate((int) (8 * ByteSize.MIB));
        for (long offset = 0; offset < version.sizeBytes(); offset += buffer.capacity()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), version.sizeBytes() - offset));
            store.read(version, offset, buffer);
            sha256.update(buffer.flip());
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new InternalException("every JDK has SHA-256", e);
        }
    }

    private static Location.InBucket key(String key) {
        return new Location.InBucket(Cluster.BUCKET, key);
    }

    @Override
    public void close() {
        store.close();
    }
}
