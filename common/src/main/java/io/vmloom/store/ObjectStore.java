package io.vmloom.store;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Objects by bucket and key with multipart uploads, as S3 has them. All calls block, may come from any thread, and
 * throw {@link io.vmloom.error.StoreException}: {@code NOT_FOUND}, {@code ACCESS_DENIED}, {@code SOURCE_CHANGED}, or
 * the retryable {@code STORE_UNAVAILABLE} after the adapter's own retries are used up. Any call that failed may still
 * have taken effect: a
 * conditional call that had to be repeated may even answer {@code TARGET_EXISTS} or {@code NOT_FOUND} because of its own
 * first attempt, so compare a token in the metadata before believing it.
 */
public interface ObjectStore extends AutoCloseable {
    StoreCapabilities capabilities();

    /** The current version, or empty when nothing stands under the key. A missing bucket is {@code NOT_FOUND}. */
    Optional<ObjectVersion> head(Location.InBucket location);

    /** Fills the whole buffer from {@code offset} of exactly this version; {@code SOURCE_CHANGED} if it is gone. */
    void read(ObjectVersion version, long offset, ByteBuffer destination);

    /** Makes a whole object visible at once; {@code TARGET_EXISTS} when the precondition fails. */
    ObjectVersion put(
            Location.InBucket location, Content content, Map<String, String> metadata, Precondition precondition);

    /** Starts a multipart upload; metadata and properties become the object's. */
    Upload createUpload(Location.InBucket target, Map<String, String> metadata, ObjectProperties properties);

    /** The same of an object as the bucket makes them. */
    default Upload createUpload(Location.InBucket target, Map<String, String> metadata) {
        return createUpload(target, metadata, ObjectProperties.NONE);
    }

    /** Uploads one part; the same number may be uploaded again until completion and the last one wins. */
    PartReceipt uploadPart(Upload upload, int partNumber, Content content);

    /** Makes a part from bytes of an existing object, server-side. */
    PartReceipt copyPart(Upload upload, int partNumber, ObjectVersion source, long offset, long lengthBytes);

    /** What parts there are now, by number. {@code NOT_FOUND} when the upload is gone. */
    List<PartReceipt> listParts(Upload upload);

    /**
     * Makes the object visible from exactly these parts, in part-number order; the answer need not tell the metadata.
     * {@code NOT_FOUND} when the upload is gone (completed or aborted), though a store may answer a repeated completion
     * as it did the first one; {@code TARGET_EXISTS} when the precondition fails; the upload then stays.
     * {@code STORE_UNAVAILABLE} also when a part was replaced since its receipt: list the parts again.
     */
    ObjectVersion complete(Upload upload, List<PartReceipt> parts, Precondition precondition);

    /** Drops the upload and its parts; nothing happens when it is gone already. */
    void abort(Upload upload);

    /** The uploads under a key prefix that are neither completed nor aborted. */
    List<Upload> listUploads(Location.InBucket prefix);

    /** Deletes an object; nothing happens when there is none. */
    void delete(Location.InBucket location);

    /** Calls back with every object whose key starts with the prefix's key, in key order, without metadata. */
    void list(Location.InBucket prefix, Consumer<ObjectVersion> visitor);

    @Override
    default void close() {}
}
