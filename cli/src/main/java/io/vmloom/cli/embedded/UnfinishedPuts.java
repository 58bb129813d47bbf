package io.vmloom.cli.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Removes what a killed server left of objects that it was about to write: S3Proxy writes to {@code key-uuid} and
 * renames, so that the beginning of an object would be one under such a key. Every write is noted while it lasts, as
 * files that somebody put there by hand may have such names too.
 */
final class UnfinishedPuts extends ForwardingBlobStore {
    private static final String NOTES = ".vmloom-unfinished";
    private static final Pattern UUID_SUFFIX = Pattern.compile("-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Path base;
    private final Path notes;

    /**
     * Removes what is left over.
     *
     * @param base holds the buckets
     */
    UnfinishedPuts(BlobStore blobs, Path base) throws IOException {
        super(blobs);
        this.base = base;
        this.notes = Files.createDirectories(base.resolve(NOTES));
        try (Stream<Path> left = Files.list(notes)) {
            for (Path note : left.toList()) {
                removeRemains(note);
                Files.delete(note);
            }
        }
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream body) {
        return noted(request.bucket(), request.key(), () -> super.putBlob(request, body));
    }

    @Override
    public UploadPartResponse uploadMultipartPart(MultipartUpload upload, UploadPartRequest request, InputStream body) {
        String part = ".mpus-" + upload.id() + "-" + upload.blobName() + "-" + request.partNumber();
        return noted(upload.containerName(), part, () -> super.uploadMultipartPart(upload, request, body));
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        return noted(upload.containerName(), upload.blobName(), () -> super.completeMultipartUpload(upload, request));
    }

    private <T> T noted(String bucket, String key, Supplier<T> write) {
        try {
            Path note = Files.writeString(notes.resolve(UUID.randomUUID().toString()), bucket + "\n" + key);
            try {
                return write.get();
            } finally {
                Files.delete(note);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void removeRemains(Path note) throws IOException {
        List<String> names = Files.readString(note).lines().toList();
        if (names.size() != 2) {
            return; // the server died before it began to write
        }
        FileTime begun = Files.getLastModifiedTime(note);
        Path object = base.resolve(names.getFirst()).resolve(names.getLast()).normalize();
        Path folder = object.resolve("..").normalize();
        if (!folder.startsWith(base) || !Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> beside = Files.list(folder)) {
            for (Path file : beside.toList()) {
                if (isBeginning(file, object) && Files.getLastModifiedTime(file).compareTo(begun) >= 0) {
                    Files.delete(file);
                }
            }
        }
    }

    private static boolean isBeginning(Path file, Path object) {
        String name = file.getFileName().toString();
        String whole = object.getFileName().toString();
        return name.startsWith(whole)
                && UUID_SUFFIX.matcher(name.substring(whole.length())).matches();
    }
}
