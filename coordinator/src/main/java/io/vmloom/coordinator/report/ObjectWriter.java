package io.vmloom.coordinator.report;

import io.vmloom.coordinator.dispatch.Retries;
import io.vmloom.digest.Sha256;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.StoreException;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.PartReceipt;
import io.vmloom.store.Precondition;
import io.vmloom.store.Upload;
import io.vmloom.unit.ByteSize;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes one object of any length, of which only one part is in memory. Nothing stands under the key before
 * {@link #complete}; closed without that, nothing is left. Throws {@link io.vmloom.error.ConversionException}.
 */
final class ObjectWriter extends OutputStream {
    /** S3 has 10,000 parts at most, so this suffices for a row of 80 kB for each of a million items. */
    private static final int PART_BYTES = (int) (8 * ByteSize.MIB);

    private final ObjectStore store;
    private final Location.InBucket target;
    private final Retries retries;
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private final MessageDigest digest = Sha256.start();
    private final List<PartReceipt> parts = new ArrayList<>();
    private Optional<Upload> upload = Optional.empty();
    private long lengthBytes;

    /** What was written. */
    record Written(Location.InBucket object, long lengthBytes, String sha256) {}

    ObjectWriter(ObjectStore store, Location.InBucket target, Retries retries) {
        this.store = store;
        this.target = target;
        this.retries = retries;
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
        lengthBytes += length;
        int from = offset;
        int left = length;
        while (left > 0) {
            int count = Math.min(left, PART_BYTES - part.size());
            part.write(bytes, from, count);
            from += count;
            left -= count;
            if (part.size() == PART_BYTES) {
                uploadPart();
            }
        }
    }

    /** Makes the object visible, in place of one that is there. */
    Written complete() {
        if (upload.isEmpty()) {
            Content content = Content.of(part.toByteArray());
            retries.run(() -> store.put(target, content, Map.of(), Precondition.NONE));
        } else {
            if (part.size() > 0) {
                uploadPart();
            }
            Upload whole = upload.get();
            retries.run(() -> complete(whole));
            upload = Optional.empty();
        }
        return new Written(target, lengthBytes, HexFormat.of().formatHex(digest.digest()));
    }

    @Override
    public void close() {
        upload.ifPresent(store::abort);
        upload = Optional.empty();
    }

    /** A call that is repeated may find that the one before did its work. */
    private void complete(Upload whole) {
        try {
            store.complete(whole, parts, Precondition.NONE);
        } catch (StoreException e) {
            if (e.code() != ErrorCode.NOT_FOUND
                    || store.head(target)
                            .filter(found -> found.sizeBytes() == lengthBytes)
                            .isEmpty()) {
                throw e;
            }
        }
    }

    private void uploadPart() {
        Upload whole = upload.orElseGet(this::begin);
        upload = Optional.of(whole);
        Content content = Content.of(part.toByteArray());
        parts.add(retries.call(() -> store.uploadPart(whole, parts.size() + 1, content)));
        part.reset();
    }

    /** Drops what a coordinator began that did not come to the end. */
    private Upload begin() {
        return retries.call(() -> {
            store.listUploads(target).stream()
                    .filter(left -> left.target().equals(target))
                    .forEach(store::abort);
            return store.createUpload(target, Map.of());
        });
    }
}
