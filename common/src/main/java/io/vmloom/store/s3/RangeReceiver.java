package io.vmloom.store.s3;

import io.vmloom.error.StoreException;
import io.vmloom.store.ObjectVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Fills a buffer with one range of a pinned object, from its first byte again on every attempt. An answer that breaks off
 * is tried again; one that is of another version or range is not.
 */
final class RangeReceiver implements ResponseTransformer<GetObjectResponse, GetObjectResponse> {
    private static final int BLOCK_BYTES = 1 << 16;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    private final ObjectVersion version;
    private final long offset;
    private final ByteBuffer destination;
    private final int start;
    private @Nullable StoreException refusal;

    RangeReceiver(ObjectVersion version, long offset, ByteBuffer destination) {
        this.version = version;
        this.offset = offset;
        this.destination = destination;
        start = destination.position();
    }

    /** Why an answer was refused although the server called it a success. */
    Optional<StoreException> refusal() {
        return Optional.ofNullable(refusal);
    }

    @Override
    public GetObjectResponse transform(GetObjectResponse response, AbortableInputStream body) throws Exception {
        destination.position(start);
        try {
            check(response);
            fill(body);
            return response;
        } catch (IOException e) {
            body.abort();
            throw RetryableException.create("the answer broke off: " + e.getMessage(), e);
        } catch (StoreException e) {
            body.abort();
            refusal = e;
            throw e;
        }
    }

    private void check(GetObjectResponse response) {
        String etag = VersionTags.unquoted(response.eTag());
        if (!version.weak() && !etag.isEmpty() && !etag.equals(version.etag())) {
            throw changed("its ETag was " + version.etag() + " and is " + etag);
        }
        if (version.weak() && response.lastModified() != null) {
            Instant pinned = VersionTags.lastModified(version);
            if (response.lastModified().getEpochSecond() != pinned.getEpochSecond()) {
                throw changed("it was last modified at " + pinned + " and now at " + response.lastModified());
            }
        }
        long length = destination.remaining();
        String header = Optional.ofNullable(response.contentRange()).orElse("");
        if (header.isEmpty()) {
            boolean whole = offset == 0 && length == version.sizeBytes();
            if (!whole || response.contentLength() != length) {
                throw unexpected("no range, but " + response.contentLength() + " bytes");
            }
            return;
        }
        Matcher range = CONTENT_RANGE.matcher(header);
        if (!range.matches()
                || Long.parseLong(range.group(1)) != offset
                || Long.parseLong(range.group(2)) != offset + length - 1) {
            throw unexpected("'" + header + "'");
        }
        if (!range.group(3).equals("*") && Long.parseLong(range.group(3)) != version.sizeBytes()) {
            throw changed("its size was " + version.sizeBytes() + " and is " + range.group(3));
        }
    }

    private void fill(InputStream body) throws IOException {
        if (destination.hasArray()) {
            int base = destination.arrayOffset();
            while (destination.hasRemaining()) {
                int position = destination.position();
                int count = counted(body.read(destination.array(), base + position, destination.remaining()));
                destination.position(position + count);
            }
            return;
        }
        byte[] block = new byte[Math.min(BLOCK_BYTES, destination.remaining())];
        while (destination.hasRemaining()) {
            int count = counted(body.read(block, 0, Math.min(block.length, destination.remaining())));
            destination.put(block, 0, count);
        }
    }

    private int counted(int read) throws IOException {
        if (read < 0) {
            throw new IOException("it ended " + destination.remaining() + " bytes early, at offset 0x"
                    + Long.toHexString(offset + destination.position() - start));
        }
        return read;
    }

    private StoreException changed(String reason) {
        return StoreException.sourceChanged(version.location().toString(), reason);
    }

    private StoreException unexpected(String got) {
        return StoreException.unavailable(
                version.location().toString(),
                "asked for bytes 0x" + Long.toHexString(offset) + " to 0x"
                        + Long.toHexString(offset + destination.remaining() - 1) + ", the store answered " + got
                        + "; it must honour Range",
                null);
    }
}
