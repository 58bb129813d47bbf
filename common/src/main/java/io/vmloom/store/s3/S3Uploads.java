package io.vmloom.store.s3;

import io.vmloom.error.ConversionException;
import io.vmloom.error.RequestException;
import io.vmloom.error.StoreException;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectProperties;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.PartReceipt;
import io.vmloom.store.Precondition;
import io.vmloom.store.ServerEncryption;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.Upload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** The multipart half of the port. */
final class S3Uploads {
    private final StoreCapabilities capabilities;
    private final S3Patience patience;
    private final UploadChecksum checksum;
    private final S3Clients clients;
    private final S3Probes probes;

    S3Uploads(S3Settings settings, S3Clients clients, S3Probes probes) {
        capabilities = settings.capabilities();
        patience = settings.patience();
        checksum = settings.uploadChecksum();
        this.clients = clients;
        this.probes = probes;
    }

    Upload create(Location.InBucket target, Map<String, String> metadata, ObjectProperties properties) {
        CreateMultipartUploadRequest.Builder request = CreateMultipartUploadRequest.builder()
                .bucket(target.bucket())
                .key(target.key())
                .metadata(VersionTags.lowerCase(metadata));
        put(properties, request);
        try {
            String id = clients.once().createMultipartUpload(request.build()).uploadId();
            return new Upload(target, id);
        } catch (SdkException e) {
            S3Failure failure = S3Failure.of(e);
            if (failure.kind() == S3Failure.Kind.BAD_REQUEST && !properties.equals(ObjectProperties.NONE)) {
                throw new RequestException(target + ": the store does not take what output.object says ("
                        + failure.reason() + "); say something else there, or nothing");
            }
            throw failure.about(target);
        }
    }

    private static void put(ObjectProperties properties, CreateMultipartUploadRequest.Builder request) {
        properties.storageClass().ifPresent(request::storageClass);
        properties.contentType().ifPresent(request::contentType);
        properties.acl().ifPresent(request::acl);
        if (!properties.tags().isEmpty()) {
            List<Tag> tags = new ArrayList<>();
            new TreeMap<>(properties.tags())
                    .forEach((key, value) ->
                            tags.add(Tag.builder().key(key).value(value).build()));
            request.tagging(Tagging.builder().tagSet(tags).build());
        }
        switch (properties.encryption()) {
            case ServerEncryption.OfBucket() -> {}
            case ServerEncryption.StoreKey() -> request.serverSideEncryption(ServerSideEncryption.AES256);
            case ServerEncryption.ManagedKey(Optional<String> key) -> {
                request.serverSideEncryption(ServerSideEncryption.AWS_KMS);
                key.ifPresent(request::ssekmsKeyId);
            }
        }
    }

    PartReceipt upload(Upload upload, int partNumber, Content content) {
        capabilities.checkPartNumber(upload, partNumber);
        capabilities.checkRequestSize(upload.target(), content.lengthBytes());
        UploadPartRequest.Builder request = UploadPartRequest.builder()
                .bucket(upload.target().bucket())
                .key(upload.target().key())
                .uploadId(upload.uploadId())
                .partNumber(partNumber)
                .overrideConfiguration(o -> o.apiCallAttemptTimeout(patience.attempt(content.lengthBytes())));
        S3Bodies.md5(content, checksum).ifPresent(request::contentMD5);
        UploadPartResponse response =
                call(upload, () -> clients.prompt().uploadPart(request.build(), S3Bodies.of(content)));
        return new PartReceipt(partNumber, content.lengthBytes(), VersionTags.unquoted(response.eTag()));
    }

    PartReceipt copy(Upload upload, int partNumber, ObjectVersion source, long offset, long lengthBytes) {
        capabilities.checkPartNumber(upload, partNumber);
        Objects.checkFromIndexSize(offset, lengthBytes, source.sizeBytes());
        capabilities.checkRequestSize(upload.target(), lengthBytes);
        UploadPartCopyRequest request = copyRequest(upload, partNumber, source, offset, lengthBytes);
        try {
            UploadPartCopyResponse response = clients.patient().uploadPartCopy(request);
            String etag = VersionTags.unquoted(response.copyPartResult().eTag());
            return new PartReceipt(partNumber, lengthBytes, etag);
        } catch (SdkException e) {
            S3Failure failure = S3Failure.of(e);
            throw switch (failure.kind()) {
                case NO_OBJECT, PRECONDITION_FAILED, BEYOND_END -> failure.ofSource(source);
                default -> failure(upload, failure);
            };
        }
    }

    List<PartReceipt> parts(Upload upload) {
        List<PartReceipt> parts = new ArrayList<>();
        int marker = 0;
        ListPartsResponse page;
        do {
            int from = marker;
            page = call(
                    upload,
                    () -> clients.prompt()
                            .listParts(request -> request.bucket(upload.target().bucket())
                                    .key(upload.target().key())
                                    .uploadId(upload.uploadId())
                                    .partNumberMarker(from)));
            page.parts()
                    .forEach(part -> parts.add(
                            new PartReceipt(part.partNumber(), part.size(), VersionTags.unquoted(part.eTag()))));
            marker = parts.isEmpty() ? 0 : parts.getLast().partNumber();
        } while (Boolean.TRUE.equals(page.isTruncated()) && !page.parts().isEmpty());
        return List.copyOf(parts);
    }

    /** Looks for the target first, as some servers ignore the condition on completion. */
    ObjectVersion complete(Upload upload, List<PartReceipt> parts, Precondition precondition) {
        capabilities.checkPartList(upload, parts);
        List<CompletedPart> named = parts.stream()
                .map(part -> CompletedPart.builder()
                        .partNumber(part.partNumber())
                        .eTag(VersionTags.quoted(part.etag()))
                        .build())
                .toList();
        CompleteMultipartUploadRequest.Builder request = CompleteMultipartUploadRequest.builder()
                .bucket(upload.target().bucket())
                .key(upload.target().key())
                .uploadId(upload.uploadId())
                .multipartUpload(list -> list.parts(named));
        switch (precondition) {
            case NONE -> {}
            case ABSENT -> {
                probes.requireAbsent(upload.target());
                request.ifNoneMatch("*");
            }
        }
        long sizeBytes = parts.stream().mapToLong(PartReceipt::sizeBytes).sum();
        try {
            CompleteMultipartUploadResponse response = clients.patient().completeMultipartUpload(request.build());
            return VersionTags.version(upload.target(), sizeBytes, response.eTag(), null, Map.of());
        } catch (SdkException e) {
            throw failure(upload, S3Failure.of(e));
        }
    }

    void abort(Upload upload) {
        try {
            clients.prompt()
                    .abortMultipartUpload(
                            request -> request.bucket(upload.target().bucket())
                                    .key(upload.target().key())
                                    .uploadId(upload.uploadId()));
        } catch (SdkException e) {
            S3Failure failure = S3Failure.of(e);
            switch (failure.kind()) {
                case NO_UPLOAD, NO_OBJECT -> {}
                default -> throw failure.about(upload.target());
            }
        }
    }

    List<Upload> list(Location.InBucket prefix) {
        List<Upload> uploads = new ArrayList<>();
        String keyMarker = "";
        String idMarker = "";
        ListMultipartUploadsResponse page;
        do {
            page = page(prefix, keyMarker, idMarker);
            page.uploads().forEach(upload -> uploads.add(new Upload(prefix.withKey(upload.key()), upload.uploadId())));
            keyMarker = Objects.requireNonNullElse(page.nextKeyMarker(), "");
            idMarker = Objects.requireNonNullElse(page.nextUploadIdMarker(), "");
        } while (Boolean.TRUE.equals(page.isTruncated()) && !keyMarker.isEmpty());
        return uploads.stream()
                .filter(upload -> upload.target().key().startsWith(prefix.key()))
                .toList();
    }

    private ListMultipartUploadsResponse page(Location.InBucket prefix, String keyMarker, String idMarker) {
        try {
            return clients.prompt().listMultipartUploads(request -> {
                request.bucket(prefix.bucket()).prefix(prefix.key());
                if (!keyMarker.isEmpty()) {
                    request.keyMarker(keyMarker);
                }
                if (!idMarker.isEmpty()) {
                    request.uploadIdMarker(idMarker);
                }
            });
        } catch (SdkException e) {
            throw S3Failure.of(e).about(prefix);
        }
    }

    /** A whole object is copied without a range: S3 takes ranges only of objects beyond 5 MB. */
    private static UploadPartCopyRequest copyRequest(
            Upload upload, int partNumber, ObjectVersion source, long offset, long lengthBytes) {
        Location.InBucket from = S3ObjectStore.objectOf(source);
        UploadPartCopyRequest.Builder request = UploadPartCopyRequest.builder()
                .sourceBucket(from.bucket())
                .sourceKey(from.key())
                .destinationBucket(upload.target().bucket())
                .destinationKey(upload.target().key())
                .uploadId(upload.uploadId())
                .partNumber(partNumber);
        if (offset != 0 || lengthBytes != source.sizeBytes()) {
            request.copySourceRange("bytes=" + offset + "-" + (offset + lengthBytes - 1));
        }
        if (source.weak()) {
            request.copySourceIfUnmodifiedSince(VersionTags.unmodifiedSince(source));
        } else {
            request.copySourceIfMatch(VersionTags.quoted(source.etag()));
        }
        return request.build();
    }

    private <T> T call(Upload upload, Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException e) {
            throw failure(upload, S3Failure.of(e));
        }
    }

    private ConversionException failure(Upload upload, S3Failure failure) {
        return switch (failure.kind()) {
            case NO_UPLOAD, NO_OBJECT ->
                StoreException.notFound("multipart upload " + upload.uploadId() + " of " + upload.target());
            case PART_REPLACED ->
                StoreException.unavailable(
                        upload.target().toString(),
                        failure.reason() + "; a part was replaced, list the parts again",
                        failure.cause());
            default -> probes.ofTarget(upload.target(), failure);
        };
    }
}
