package io.vmloom.store;

import io.vmloom.diagnosis.Diagnosis;
import io.vmloom.diagnosis.Examination;
import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.StoreException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Does to a bucket what conversions into it do, with some megabytes under a key of its own, and removes them again. Each
 * step stands for the rights that it needs.
 */
public final class StoreExamination {
    private static final byte[] BYTES = {1, 2, 3, 4};
    private static final String FACT = "vmloom-doctor";

    private final ObjectStore store;
    private final Location.InBucket object;
    private final String bucket;
    private final Examination examination;

    private StoreExamination(ObjectStore store, Location.InBucket object, Examination examination) {
        this.store = store;
        this.object = object;
        this.bucket = "bucket " + object.bucket() + ": ";
        this.examination = examination;
    }

    /** @param prefix of keys that may be written */
    public static void of(ObjectStore store, Location.InBucket prefix, Examination examination) {
        Location.InBucket object = prefix.withKey(prefix.key() + "doctor-" + UUID.randomUUID());
        new StoreExamination(store, object, examination).examine();
    }

    private void examine() {
        if (examination.point(bucket + "write", "s3:PutObject", this::write)) {
            examination.point(bucket + "read", "s3:GetObject", this::read);
            examination.point(bucket + "list", "s3:ListBucket", this::list);
            examination.point(bucket + "nothing overwritten", "s3:PutObject", this::keep);
            examination.point(bucket + "pinned versions", "s3:GetObject", this::pin);
            examination.point(
                    bucket + "multipart upload",
                    "s3:PutObject, s3:ListMultipartUploadParts and s3:ListBucketMultipartUploads",
                    this::upload);
            examination.point(bucket + "abort", "s3:AbortMultipartUpload", this::abort);
            examination.point(bucket + "delete", "s3:DeleteObject", this::delete);
        }
    }

    private Diagnosis write() {
        store.put(object, Content.of(BYTES), Map.of(FACT, "1"), Precondition.ABSENT);
        return Diagnosis.good("a new object was written");
    }

    private Diagnosis read() {
        ObjectVersion version = store.head(object).orElseThrow(this::missing);
        ByteBuffer range = ByteBuffer.allocate(2);
        store.read(version, 1, range);
        return Diagnosis.of(
                range.get(0) == BYTES[1]
                        && range.get(1) == BYTES[2]
                        && "1".equals(version.metadata().get(FACT)),
                "a range of bytes and the metadata come back",
                "a range of bytes or the metadata came back changed",
                "look at proxies and gateways before the store");
    }

    private Diagnosis list() {
        List<ObjectVersion> seen = new ArrayList<>();
        store.list(object, seen::add);
        return Diagnosis.of(
                seen.size() == 1,
                "a new object is listed at once",
                "a new object is not listed",
                "use a store whose lists are consistent");
    }

    private Diagnosis keep() {
        return Diagnosis.of(
                refused(ErrorCode.TARGET_EXISTS, () -> write()),
                "an object that is there is kept where it should be",
                "If-None-Match is ignored: of two writers of one target neither would see the other",
                "use a store with conditional writes, or see to it that nobody else writes the targets");
    }

    private Diagnosis pin() {
        ObjectVersion before = store.head(object).orElseThrow(this::missing);
        store.put(object, Content.of(new byte[] {5}), Map.of(), Precondition.NONE);
        return Diagnosis.of(
                refused(ErrorCode.SOURCE_CHANGED, () -> store.read(before, 0, ByteBuffer.allocate(1))),
                "a version that was replaced is not read as if it were the old one",
                "If-Match is ignored: a source that changes while it is read would give a mixture of both",
                "use a store with conditional reads");
    }

    /** With a gap in its part numbers if that is how targets are uploaded to this store. */
    private Diagnosis upload() {
        StoreCapabilities capabilities = store.capabilities();
        int last = capabilities.gapsInPartNumbers() ? 3 : 2;
        Upload upload = store.createUpload(object, Map.of());
        store.uploadPart(upload, 1, Content.zeros(capabilities.minPartBytes()));
        store.uploadPart(upload, last, Content.of(BYTES));
        boolean listed = store.listUploads(object).contains(upload);
        ObjectVersion whole = store.complete(upload, store.listParts(upload), Precondition.NONE);
        return Diagnosis.of(
                listed && whole.sizeBytes() == capabilities.minPartBytes() + BYTES.length,
                "parts 1 and " + last + " became an object",
                listed ? "the object has " + whole.sizeBytes() + " bytes" : "an upload under way is not listed",
                "try s3.part-numbers=dense (VMLOOM_S3_PART_NUMBERS), which leaves no numbers out");
    }

    private Diagnosis abort() {
        Upload upload = store.createUpload(object, Map.of());
        store.abort(upload);
        return Diagnosis.of(
                !store.listUploads(object).contains(upload),
                "an upload that was given up is gone",
                "an upload that was given up is still listed",
                "let a rule of the bucket remove unfinished uploads");
    }

    private Diagnosis delete() {
        store.listUploads(object).forEach(store::abort);
        store.delete(object);
        return Diagnosis.of(
                store.head(object).isEmpty(),
                "nothing is left of this examination",
                object + " is still there",
                "delete it by hand");
    }

    /** Whether it fails in just this way; throws how else it failed. */
    private static boolean refused(ErrorCode expected, Runnable step) {
        try {
            step.run();
            return false;
        } catch (ConversionException e) {
            if (e.code() != expected) {
                throw e;
            }
            return true;
        }
    }

    private StoreException missing() {
        return StoreException.notFound(object + ", written a moment ago,");
    }
}
