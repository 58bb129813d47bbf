package io.vmloom.cli.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Refuses parts and listings of uploads that are completed or aborted, as S3 does; S3Proxy alone would take and list
 * them.
 */
class StrictUploads extends ForwardingBlobStore {
    private static final int NOT_FOUND = 404;

    StrictUploads(BlobStore blobs) {
        super(blobs);
    }

    @Override
    public UploadPartResponse uploadMultipartPart(MultipartUpload upload, UploadPartRequest request, InputStream body) {
        if (isGone(upload)) {
            drain(body);
            throw noSuchUpload();
        }
        return super.uploadMultipartPart(upload, request, body);
    }

    @Override
    public List<Part> listMultipartUpload(MultipartUpload upload) {
        if (isGone(upload)) {
            throw noSuchUpload();
        }
        return super.listMultipartUpload(upload);
    }

    /** The file system back end keeps a stub for as long as an upload is open. */
    private boolean isGone(MultipartUpload upload) {
        String stub = ".mpus-" + upload.id() + "-" + upload.blobName() + "-stub";
        return !delegate().blobExists(upload.containerName(), stub);
    }

    /** A refusal while the client still sends would reach it as a broken connection. */
    private static void drain(InputStream body) {
        try (body) {
            body.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static S3Exception noSuchUpload() {
        return S3Exceptions.fromStatusCode(NOT_FOUND, "NoSuchUpload", Map.of(), null);
    }
}
