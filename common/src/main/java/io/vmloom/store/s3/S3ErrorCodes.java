package io.vmloom.store.s3;

import io.vmloom.store.s3.S3Failure.Kind;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/** Sorts S3's error codes and HTTP statuses into kinds of failures. */
final class S3ErrorCodes {
    /** Begins what the SDK says, followed by a paragraph on each place where it looked. */
    static final String NO_CREDENTIALS = "Unable to load credentials";

    static final String NO_PROFILE = "Profile file contained no credentials for profile";

    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("NoSuchKey", Kind.NO_OBJECT),
            Map.entry("NoSuchBucket", Kind.NO_BUCKET),
            Map.entry("NoSuchUpload", Kind.NO_UPLOAD),
            Map.entry("InvalidPart", Kind.PART_REPLACED),
            Map.entry("PreconditionFailed", Kind.PRECONDITION_FAILED),
            Map.entry("ConditionalRequestConflict", Kind.CONFLICT),
            Map.entry("InvalidRange", Kind.BEYOND_END),
            Map.entry("InvalidBucketName", Kind.BAD_NAME),
            Map.entry("KeyTooLongError", Kind.BAD_NAME),
            Map.entry("InvalidURI", Kind.BAD_NAME),
            Map.entry("AuthorizationHeaderMalformed", Kind.DENIED),
            Map.entry("PermanentRedirect", Kind.DENIED),
            Map.entry("ExpiredToken", Kind.DENIED),
            Map.entry("InvalidToken", Kind.DENIED),
            Map.entry("TokenRefreshRequired", Kind.DENIED),
            Map.entry("InvalidObjectState", Kind.DENIED),
            Map.entry("BadDigest", Kind.TRANSIENT),
            Map.entry("IncompleteBody", Kind.TRANSIENT),
            Map.entry("XAmzContentSHA256Mismatch", Kind.TRANSIENT),
            Map.entry("XAmzContentChecksumMismatch", Kind.TRANSIENT),
            Map.entry("RequestTimeout", Kind.TRANSIENT),
            Map.entry("RequestTimeTooSkewed", Kind.DENIED),
            Map.entry("OperationAborted", Kind.TRANSIENT),
            Map.entry("SlowDown", Kind.TRANSIENT),
            Map.entry("InternalError", Kind.TRANSIENT));

    private S3ErrorCodes() {}

    static Kind kind(AwsServiceException answer) {
        if (answer instanceof NoSuchBucketException) {
            return Kind.NO_BUCKET;
        }
        return code(answer)
                .flatMap(code -> Optional.ofNullable(KINDS.get(code)))
                .orElseGet(() -> kindOfStatus(answer.statusCode()));
    }

    /** Failures without an answer: broken connections, time-outs, and what the SDK itself could not do. */
    static Kind clientKind(SdkException e) {
        if (e instanceof AbortedException || Thread.currentThread().isInterrupted()) {
            return Kind.INTERRUPTED;
        }
        for (Throwable next = e; next != null; next = next.getCause()) {
            String message = next.getMessage();
            if (message != null && (message.contains(NO_CREDENTIALS) || message.contains(NO_PROFILE))) {
                return Kind.DENIED;
            }
        }
        return Kind.TRANSIENT;
    }

    /** Empty for answers to HEAD, which have no body, and for answers of proxies. */
    static Optional<String> code(AwsServiceException answer) {
        return Optional.ofNullable(answer.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .filter(code -> !code.isBlank() && !code.equals(String.valueOf(answer.statusCode())));
    }

    static Optional<String> otherRegion(AwsServiceException answer) {
        if (kind(answer) != Kind.DENIED) {
            return Optional.empty();
        }
        return Optional.ofNullable(answer.awsErrorDetails())
                .map(AwsErrorDetails::sdkHttpResponse)
                .flatMap(response -> response.firstMatchingHeader("x-amz-bucket-region"));
    }

    private static Kind kindOfStatus(int status) {
        return switch (status) {
            case 301, 307, 401, 403 -> Kind.DENIED;
            case 404 -> Kind.NO_OBJECT;
            case 408, 429 -> Kind.TRANSIENT;
            case 409 -> Kind.CONFLICT;
            case 412 -> Kind.PRECONDITION_FAILED;
            case 416 -> Kind.BEYOND_END;
            default -> status >= 400 && status < 500 || status == 501 ? Kind.BAD_REQUEST : Kind.TRANSIENT;
        };
    }
}
