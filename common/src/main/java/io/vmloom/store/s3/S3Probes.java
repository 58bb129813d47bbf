package io.vmloom.store.s3;

import io.vmloom.error.ConversionException;
import io.vmloom.error.StoreException;
import io.vmloom.error.TargetException;
import io.vmloom.store.Location;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Finds out what answers alone do not tell: HEAD says neither which of bucket and key is missing nor why access was
 * denied, and a conflict says not whether the target exists.
 */
final class S3Probes {
    private static final String EXISTS_ADVICE = "allow overwriting or choose another name";

    private final S3Client client;
    private final Set<String> knownBuckets = ConcurrentHashMap.newKeySet();

    S3Probes(S3Client client) {
        this.client = client;
    }

    /** Empty when the bucket exists and has no such key. */
    Optional<HeadObjectResponse> head(Location.InBucket location) {
        try {
            HeadObjectResponse response = client.headObject(
                    request -> request.bucket(location.bucket()).key(location.key()));
            knownBuckets.add(location.bucket());
            return Optional.of(response);
        } catch (SdkException e) {
            S3Failure failure = S3Failure.of(e);
            switch (failure.kind()) {
                case NO_OBJECT -> requireBucket(location);
                case DENIED, BAD_REQUEST -> throw explained(location, failure);
                default -> throw failure.about(location);
            }
            return Optional.empty();
        }
    }

    /** The failure of a call that was to make an object visible. */
    ConversionException ofTarget(Location.InBucket target, S3Failure failure) {
        return switch (failure.kind()) {
            case PRECONDITION_FAILED -> TargetException.exists(target.toString(), EXISTS_ADVICE);
            case CONFLICT ->
                head(target).isPresent()
                        ? TargetException.exists(target.toString(), EXISTS_ADVICE)
                        : failure.about(target);
            default -> failure.about(target);
        };
    }

    /** {@code TARGET_EXISTS} when something stands there. */
    void requireAbsent(Location.InBucket target) {
        if (head(target).isPresent()) {
            throw TargetException.exists(target.toString(), EXISTS_ADVICE);
        }
    }

    private void requireBucket(Location.InBucket location) {
        if (knownBuckets.contains(location.bucket())) {
            return;
        }
        try {
            client.headBucket(request -> request.bucket(location.bucket()));
            knownBuckets.add(location.bucket());
        } catch (SdkException e) {
            S3Failure failure = S3Failure.of(e);
            switch (failure.kind()) {
                case NO_OBJECT, NO_BUCKET ->
                    throw StoreException.notFound("bucket " + location.bucket() + " (of " + location + ")");
                case DENIED -> {} // the right to look at objects does not include looking at the bucket
                default -> throw failure.about(location);
            }
        }
    }

    /** Asks again in a way that has a body in its answer. */
    private ConversionException explained(Location.InBucket location, S3Failure failure) {
        try {
            client.getObject(
                    request -> request.bucket(location.bucket())
                            .key(location.key())
                            .range("bytes=0-0"),
                    ResponseTransformer.toBytes());
            return failure.about(location);
        } catch (SdkException e) {
            S3Failure better = S3Failure.of(e);
            return switch (better.kind()) {
                case DENIED, BAD_REQUEST, BAD_NAME, NO_BUCKET -> better.about(location);
                default -> failure.about(location);
            };
        }
    }
}
