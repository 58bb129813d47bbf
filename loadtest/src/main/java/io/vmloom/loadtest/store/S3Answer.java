package io.vmloom.loadtest.store;

import io.vertx.core.buffer.Buffer;
import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.PartReceipt;
import io.vmloom.store.Upload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What an S3 server answers. Keys are taken as they are, since those of a load test need no escape. */
record S3Answer(int status, Map<String, String> headers, Buffer body) {
    private static final String NAMESPACE = "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";

    static S3Answer of(int status) {
        return new S3Answer(status, Map.of(), Buffer.buffer());
    }

    static S3Answer tagged(String etag) {
        return new S3Answer(200, Map.of("ETag", quoted(etag)), Buffer.buffer());
    }

    /** Without its bytes. */
    static S3Answer head(ObjectVersion object) {
        Map<String, String> headers = new HashMap<>();
        headers.put("ETag", quoted(object.etag()));
        headers.put("Content-Length", Long.toString(object.sizeBytes()));
        object.metadata().forEach((key, value) -> headers.put("x-amz-meta-" + key, value));
        return new S3Answer(200, headers, Buffer.buffer());
    }

    static S3Answer range(ObjectVersion object, long offset, byte[] bytes) {
        return new S3Answer(
                206,
                Map.of(
                        "ETag",
                        quoted(object.etag()),
                        "Content-Range",
                        "bytes " + offset + "-" + (offset + bytes.length - 1) + "/" + object.sizeBytes()),
                Buffer.buffer(bytes));
    }

    static S3Answer created(Upload upload) {
        return xml(
                "InitiateMultipartUploadResult",
                "<Bucket>%s</Bucket><Key>%s</Key><UploadId>%s</UploadId>"
                        .formatted(upload.target().bucket(), upload.target().key(), upload.uploadId()));
    }

    static S3Answer copied(PartReceipt part) {
        return xml(
                "CopyPartResult",
                "<LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>\"" + part.etag() + "\"</ETag>");
    }

    static S3Answer completed(ObjectVersion object) {
        return xml("CompleteMultipartUploadResult", "<ETag>\"" + object.etag() + "\"</ETag>");
    }

    static S3Answer parts(List<PartReceipt> parts) {
        return xml(
                "ListPartsResult",
                "<IsTruncated>false</IsTruncated>"
                        + parts.stream()
                                .map(part ->
                                        "<Part><PartNumber>%d</PartNumber><ETag>\"%s\"</ETag><Size>%d</Size></Part>"
                                                .formatted(part.partNumber(), part.etag(), part.sizeBytes()))
                                .collect(Collectors.joining()));
    }

    static S3Answer uploads(List<Upload> uploads) {
        return xml(
                "ListMultipartUploadsResult",
                "<IsTruncated>false</IsTruncated>"
                        + uploads.stream()
                                .map(upload -> "<Upload><Key>%s</Key><UploadId>%s</UploadId></Upload>"
                                        .formatted(upload.target().key(), upload.uploadId()))
                                .collect(Collectors.joining()));
    }

    /** @param keys with their objects */
    static S3Answer objects(Map<String, ObjectVersion> keys) {
        return xml(
                "ListBucketResult",
                "<IsTruncated>false</IsTruncated>"
                        + keys.entrySet().stream()
                                .map(entry -> "<Contents><Key>%s</Key><ETag>\"%s\"</ETag><Size>%d</Size></Contents>"
                                        .formatted(
                                                entry.getKey(),
                                                entry.getValue().etag(),
                                                entry.getValue().sizeBytes()))
                                .collect(Collectors.joining()));
    }

    static S3Answer missing(String code) {
        return error(404, code, "it is not there");
    }

    static S3Answer changed(String object) {
        return error(412, "PreconditionFailed", object + " is another one");
    }

    static S3Answer refused(ConversionException failure) {
        String reason = String.valueOf(failure.getMessage());
        if (failure.code() == ErrorCode.NOT_FOUND) {
            return error(404, reason.startsWith("multipart") ? "NoSuchUpload" : "NoSuchKey", reason);
        }
        if (failure.code() == ErrorCode.TARGET_EXISTS) {
            return error(412, "PreconditionFailed", reason);
        }
        return error(500, "InternalError", reason);
    }

    static S3Answer notKnown(String request) {
        return error(501, "NotImplemented", request);
    }

    private static S3Answer error(int status, String code, String message) {
        return new S3Answer(
                status,
                Map.of(),
                Buffer.buffer("<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>"));
    }

    private static S3Answer xml(String root, String content) {
        return new S3Answer(
                200,
                Map.of("Content-Type", "application/xml"),
                Buffer.buffer("<" + root + " " + NAMESPACE + ">" + content + "</" + root + ">"));
    }

    private static String quoted(String etag) {
        return '"' + etag + '"';
    }
}
