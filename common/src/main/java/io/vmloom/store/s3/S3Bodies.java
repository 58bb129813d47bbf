package io.vmloom.store.s3;

import io.vmloom.store.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;

/** Turns contents into request bodies that every attempt streams anew. */
final class S3Bodies {
    private static final int BLOCK_BYTES = 1 << 16;
    private static final String BYTES = "application/octet-stream";

    private S3Bodies() {}

    static RequestBody of(Content content) {
        return RequestBody.fromContentProvider(content::stream, content.lengthBytes(), BYTES);
    }

    /** As {@code Content-MD5} wants it; empty when nothing is to be checked. */
    static Optional<String> md5(Content content, UploadChecksum checksum) {
        return switch (checksum) {
            case NONE -> Optional.empty();
            case MD5 -> Optional.of(Base64.getEncoder().encodeToString(digest(content)));
        };
    }

    private static byte[] digest(Content content) {
        byte[] block = new byte[BLOCK_BYTES];
        try (InputStream stream = content.stream()) {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            for (int count = stream.read(block); count >= 0; count = stream.read(block)) {
                md5.update(block, 0, count);
            }
            return md5.digest();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
