package io.vmloom.store.s3;

import io.vmloom.error.ConversionException;
import io.vmloom.error.StoreException;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectProperties;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.PartReceipt;
import io.vmloom.store.Precondition;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.Upload;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Objects of one S3 service. Blocks and holds no thread of its own, so many virtual threads may share it. Bodies are
 * streamed, and streamed anew by every attempt; their buffers must not change until a call returns.
 */
public final class S3ObjectStore implements ObjectStore {
    private final StoreCapabilities capabilities;
    private final S3Patience patience;
    private final UploadChecksum checksum;
    private final S3Clients clients;
    private final S3Probes probes;
    private final S3Uploads uploads;

    private S3ObjectStore(S3Settings settings, S3Clients clients) {
        this.clients = clients;
        capabilities = settings.capabilities();
        patience = settings.patience();
        checksum = settings.uploadChecksum();
        probes = new S3Probes(clients.prompt());
        uploads = new S3Uploads(settings, clients, probes);
    }

    /** Connects nowhere yet; the first call does. Closing it closes its connections. */
    public static S3ObjectStore open(S3Settings settings) {
        return open(settings, AnswerListener.NONE);
    }

    /** The same with somebody who hears of every answer. */
    public static S3ObjectStore open(S3Settings settings, AnswerListener listener) {
        return new S3ObjectStore(settings, S3Clients.of(settings, listener));
    }

    @Override
    public StoreCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public Optional<ObjectVersion> head(Location.InBucket location) {
        return probes.head(location).map(response -> versionOf(location, response));
    }

    @Override
    public void read(ObjectVersion version, long offset, ByteBuffer destination) {
        Objects.checkFromIndexSize(offset, destination.remaining(), version.sizeBytes());
        if (!destination.hasRemaining()) {
            return;
        }
        RangeReceiver receiver = new RangeReceiver(version, offset, destination);
        GetObjectRequest request = range(version, offset, destination.remaining());
        try {
            clients.prompt().getObject(request, receiver);
        } catch (SdkException e) {
            Optional<StoreException> refusal = receiver.refusal();
            throw refusal.isPresent() ? refusal.get() : S3Failure.of(e).ofSource(version);
        }
    }

    @Override
    public ObjectVersion put(
            Location.InBucket location, Content content, Map<String, String> metadata, Precondition precondition) {
        capabilities.checkRequestSize(location, content.lengthBytes());
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(location.bucket())
                .key(location.key())
                .metadata(VersionTags.lowerCase(metadata))
                .overrideConfiguration(o -> o.apiCallAttemptTimeout(patience.attempt(content.lengthBytes())));
        S3Bodies.md5(content, checksum).ifPresent(request::contentMD5);
        switch (precondition) {
            case NONE -> {}
            case ABSENT -> request.ifNoneMatch("*");
        }
        try {
            PutObjectResponse response = clients.prompt().putObject(request.build(), S3Bodies.of(content));
            return VersionTags.version(location, content.lengthBytes(), response.eTag(), null, metadata);
        } catch (SdkException e) {
            throw probes.ofTarget(location, S3Failure.of(e));
        }
    }

    @Override
    public Upload createUpload(Location.InBucket target, Map<String, String> metadata, ObjectProperties properties) {
        return uploads.create(target, metadata, properties);
    }

    @Override
    public PartReceipt uploadPart(Upload upload, int partNumber, Content content) {
        return uploads.upload(upload, partNumber, content);
    }

    @Override
    public PartReceipt copyPart(Upload upload, int partNumber, ObjectVersion source, long offset, long lengthBytes) {
        return uploads.copy(upload, partNumber, source, offset, lengthBytes);
    }

    @Override
    public List<PartReceipt> listParts(Upload upload) {
        return uploads.parts(upload);
    }

    @Override
    public ObjectVersion complete(Upload upload, List<PartReceipt> parts, Precondition precondition) {
        return uploads.complete(upload, parts, precondition);
    }

    @Override
    public void abort(Upload upload) {
        uploads.abort(upload);
    }

    @Override
    public List<Upload> listUploads(Location.InBucket prefix) {
        return uploads.list(prefix);
    }

    @Override
    public void delete(Location.InBucket location) {
        call(
                location,
                () -> clients.prompt()
                        .deleteObject(
                                request -> request.bucket(location.bucket()).key(location.key())));
    }

    @Override
    public void list(Location.InBucket prefix, Consumer<ObjectVersion> visitor) {
        Optional<String> token = Optional.empty();
        do {
            String from = token.orElse(null);
            ListObjectsV2Response page = call(
                    prefix,
                    () -> clients.prompt()
                            .listObjectsV2(request -> request.bucket(prefix.bucket())
                                    .prefix(prefix.key())
                                    .continuationToken(from)));
            page.contents().forEach(object -> visitor.accept(versionOf(prefix.withKey(object.key()), object)));
            token = Optional.ofNullable(page.nextContinuationToken()).filter(_ -> page.isTruncated());
        } while (token.isPresent());
    }

    @Override
    public void close() {
        clients.close();
    }

    private GetObjectRequest range(ObjectVersion version, long offset, int lengthBytes) {
        Location.InBucket location = objectOf(version);
        GetObjectRequest.Builder request = GetObjectRequest.builder()
                .bucket(location.bucket())
                .key(location.key())
                .range("bytes=" + offset + "-" + (offset + lengthBytes - 1))
                .overrideConfiguration(o -> o.apiCallAttemptTimeout(patience.attempt(lengthBytes)));
        if (version.weak()) {
            request.ifUnmodifiedSince(VersionTags.unmodifiedSince(version));
        } else {
            request.ifMatch(VersionTags.quoted(version.etag()));
        }
        return request.build();
    }

    static Location.InBucket objectOf(ObjectVersion version) {
        if (version.location() instanceof Location.InBucket object) {
            return object;
        }
        throw new IllegalArgumentException("not an object of a bucket: " + version.location());
    }

    private static ObjectVersion versionOf(Location.InBucket location, HeadObjectResponse response) {
        if (response.contentLength() == null) {
            throw StoreException.unavailable(location.toString(), "the store does not tell its length", null);
        }
        return VersionTags.version(
                location, response.contentLength(), response.eTag(), response.lastModified(), response.metadata());
    }

    private static ObjectVersion versionOf(Location.InBucket location, S3Object object) {
        return VersionTags.version(location, object.size(), object.eTag(), object.lastModified(), Map.of());
    }

    private static <T> T call(Location.InBucket about, Supplier<T> request) throws ConversionException {
        try {
            return request.get();
        } catch (SdkException e) {
            throw S3Failure.of(e).about(about);
        }
    }
}
