package io.vmloom.store.s3;

import io.vmloom.error.CancelledException;
import io.vmloom.error.ConversionException;
import io.vmloom.error.InternalException;
import io.vmloom.error.RequestException;
import io.vmloom.error.StoreException;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What a failed call means, told by the error code and, where an answer has none, by the HTTP status.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">S3 error responses</a>
 */
record S3Failure(Kind kind, String reason, SdkException cause) {
    /** What the adapter tells apart. */
    enum Kind {
        NO_OBJECT,
        NO_BUCKET,
        NO_UPLOAD,
        PART_REPLACED,
        DENIED,
        PRECONDITION_FAILED,
        CONFLICT,
        BEYOND_END,
        BAD_NAME,
        BAD_REQUEST,
        INTERRUPTED,
        TRANSIENT
    }

    static S3Failure of(SdkException e) {
        Kind kind = e instanceof AwsServiceException answer ? S3ErrorCodes.kind(answer) : S3ErrorCodes.clientKind(e);
        return new S3Failure(kind, reason(e), e);
    }

    /** The failure of a call that was about an object, where its own meaning says nothing more special. */
    ConversionException about(Location.InBucket location) {
        return switch (kind) {
            case NO_OBJECT -> StoreException.notFound(location.toString());
            case NO_BUCKET -> StoreException.notFound("bucket " + location.bucket() + " (of " + location + ")");
            case NO_UPLOAD -> StoreException.notFound("multipart upload of " + location);
            case DENIED -> StoreException.accessDenied(location.toString(), reason, cause);
            case PRECONDITION_FAILED, BEYOND_END -> StoreException.sourceChanged(location.toString(), reason);
            case BAD_NAME -> new RequestException(location + " is no name the store takes: " + reason);
            case BAD_REQUEST ->
                new InternalException("the store refused a request for " + location + ": " + reason, cause);
            case INTERRUPTED -> new CancelledException("work on " + location);
            case PART_REPLACED, CONFLICT, TRANSIENT -> StoreException.unavailable(location.toString(), reason, cause);
        };
    }

    /** The failure of a call that was to read a pinned version. */
    ConversionException ofSource(ObjectVersion version) {
        return switch (kind) {
            case NO_OBJECT -> StoreException.sourceChanged(version.location().toString(), "it was deleted");
            case PRECONDITION_FAILED ->
                StoreException.sourceChanged(
                        version.location().toString(),
                        version.weak()
                                ? "it was modified since " + VersionTags.lastModified(version)
                                : "its ETag was " + version.etag() + " and is another one now");
            default -> about(S3ObjectStore.objectOf(version));
        };
    }

    private static String reason(SdkException e) {
        if (e instanceof AwsServiceException answer) {
            return answered(answer);
        }
        String message = String.valueOf(e.getMessage()).replaceAll(" \\(SDK Attempt Count: \\d+\\)", "");
        if (message.startsWith(S3ErrorCodes.NO_CREDENTIALS)) {
            return "no credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE";
        }
        if (message.startsWith(S3ErrorCodes.NO_PROFILE)) {
            return message + "; look at ~/.aws/credentials and ~/.aws/config";
        }
        Throwable root = e;
        for (Throwable next = e; next != null && !next.equals(next.getCause()); next = next.getCause()) {
            root = next;
        }
        String rootMessage = root.getMessage();
        boolean told = rootMessage == null || message.contains(rootMessage);
        return message.replace("Unable to execute HTTP request: ", "")
                + (told ? "" : " (" + root.getClass().getSimpleName() + ": " + rootMessage + ")")
                + "; check the endpoint and the network";
    }

    private static String answered(AwsServiceException answer) {
        String code = S3ErrorCodes.code(answer).orElse("no error code");
        String text = Optional.ofNullable(answer.awsErrorDetails())
                .map(details -> details.errorMessage())
                .filter(message -> !message.isBlank())
                .map(message -> ": " + message)
                .orElse("");
        String request = answer.requestId() == null ? "" : ", request " + answer.requestId();
        String region = S3ErrorCodes.otherRegion(answer)
                .map(name -> ", the bucket is in region " + name)
                .orElse("");
        return code + text + " (HTTP " + answer.statusCode() + request + region + ")";
    }
}
