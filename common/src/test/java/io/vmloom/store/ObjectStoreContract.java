package io.vmloom.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.InternalException;
import io.vmloom.store.memory.MemoryObjectStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every object store must do. Implementations answer what they are capable of beyond it. */
public abstract class ObjectStoreContract {
    private static final Map<String, String> NO_METADATA = Map.of();
    private static final long SEED = 20_260_101;

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);

    private ObjectStore store = new MemoryObjectStore(StoreCapabilities.S3);
    private String bucket = "";

    /** The store under test; the same one during a test. */
    protected abstract ObjectStore store();

    /** Makes an empty bucket and answers its name. */
    protected abstract String freshBucket();

    /** Whether the store answers the first answer again to a completion that is repeated, instead of NOT_FOUND. */
    protected boolean repeatsCompletions() {
        return false;
    }

    @BeforeEach
    void openAnEmptyBucket() {
        store = store();
        bucket = freshBucket();
    }

    @Test
    void nothingStandsUnderAFreshKey() {
        assertThat(store.head(key("absent"))).isEmpty();
    }

    @Test
    void aMissingBucketIsNamed() {
        Location.InBucket elsewhere = new Location.InBucket("vmloom-no-such-bucket", "key");

        assertFails(ErrorCode.NOT_FOUND, () -> store.head(elsewhere)).withMessageContaining("vmloom-no-such-bucket");
        assertFails(ErrorCode.NOT_FOUND, () -> put(elsewhere, bytes(1))).withMessageContaining("vmloom-no-such-bucket");
        assertFails(ErrorCode.NOT_FOUND, () -> store.createUpload(elsewhere, NO_METADATA))
                .withMessageContaining("vmloom-no-such-bucket");
    }

    @Test
    void aPutObjectHasItsSizeTagAndMetadata() {
        byte[] content = bytes(100_000);

        ObjectVersion version =
                store.put(key("a"), Content.of(content), Map.of("vmloom-token", "t-17"), Precondition.NONE);

        assertThat(version.sizeBytes()).isEqualTo(100_000);
        assertThat(version.location()).isEqualTo(key("a"));
        ObjectVersion seen = store.head(key("a")).orElseThrow();
        assertThat(seen.etag()).isEqualTo(version.etag()).doesNotContain("\"");
        assertThat(seen.sizeBytes()).isEqualTo(100_000);
        assertThat(seen.metadata()).containsEntry("vmloom-token", "t-17");
        assertThat(seen.weak()).isFalse();
    }

    @Test
    void anEmptyObjectIsAnObject() {
        put(key("empty"), new byte[0]);

        assertThat(store.head(key("empty")).orElseThrow().sizeBytes()).isZero();
    }

    @Test
    void everyRangeReadsBackWhatWasPut() {
        byte[] content = bytes(300_000);
        ObjectVersion version = put(key("ranges"), content);

        for (int i = 0; i < 20; i++) {
            int from = random.nextInt(content.length);
            int length = random.nextInt(content.length - from) + 1;
            assertThat(read(version, from, length)).isEqualTo(slice(content, from, length));
        }
        assertThat(read(version, 0, content.length)).isEqualTo(content);
        assertThat(read(version, content.length - 1, 1)).isEqualTo(slice(content, content.length - 1, 1));
        assertThat(read(version, 17, 0)).isEmpty();
    }

    @Test
    void aReadFillsExactlyTheRemainingBytesOfTheBufferWhereverItIs() {
        byte[] content = bytes(5_000);
        ObjectVersion version = put(key("a"), content);

        for (ByteBuffer buffer : List.of(ByteBuffer.allocate(4_000), ByteBuffer.allocateDirect(4_000))) {
            buffer.position(100).limit(3_100);
            store.read(version, 1_000, buffer);

            assertThat(buffer.position()).isEqualTo(3_100);
            assertThat(slice(buffer, 100, 3_000)).isEqualTo(slice(content, 1_000, 3_000));
            assertThat(slice(buffer, 0, 100)).containsOnly(0);
            buffer.limit(4_000);
            assertThat(slice(buffer, 3_100, 900)).containsOnly(0);
        }
    }

    @Test
    void aContentOfManyChunksArrivesInOrder() {
        byte[] head = bytes(1_000);
        byte[] tail = bytes(77);
        Content content = Content.of(head).then(Content.zeros(70_000)).then(Content.of(ByteBuffer.wrap(tail, 7, 50)));

        ObjectVersion version = store.put(key("chunks"), content, NO_METADATA, Precondition.NONE);

        byte[] expected = new byte[71_050];
        System.arraycopy(head, 0, expected, 0, 1_000);
        System.arraycopy(tail, 7, expected, 71_000, 50);
        assertThat(read(version, 0, 71_050)).isEqualTo(expected);
    }

    @Test
    void aReplacedObjectIsNoticedByItsReaders() {
        ObjectVersion before = put(key("a"), bytes(1_000));
        put(key("a"), bytes(1_000));

        assertFails(ErrorCode.SOURCE_CHANGED, () -> read(before, 0, 10)).withMessageContaining(key("a").toString());
    }

    @Test
    void aDeletedObjectIsNoticedByItsReaders() {
        ObjectVersion before = put(key("a"), bytes(1_000));
        store.delete(key("a"));

        assertThat(store.head(key("a"))).isEmpty();
        assertFails(ErrorCode.SOURCE_CHANGED, () -> read(before, 0, 10));
    }

    @Test
    void deletingNothingIsNoError() {
        store.delete(key("never-there"));

        assertThat(store.head(key("never-there"))).isEmpty();
    }

    @Test
    void aConditionalPutNeverReplaces() {
        byte[] first = bytes(100);
        store.put(key("once"), Content.of(first), NO_METADATA, Precondition.ABSENT);

        assertFails(
                        ErrorCode.TARGET_EXISTS,
                        () -> store.put(key("once"), Content.of(bytes(100)), NO_METADATA, Precondition.ABSENT))
                .withMessageContaining(key("once").toString());
        assertThat(read(store.head(key("once")).orElseThrow(), 0, 100)).isEqualTo(first);
    }

    @Test
    void objectsAreListedByPrefixInKeyOrder() {
        for (String name : List.of("list/b", "list/a", "list/c", "other")) {
            put(key(name), bytes(name.length()));
        }

        List<ObjectVersion> seen = new ArrayList<>();
        store.list(key("list/"), seen::add);

        assertThat(seen)
                .extracting(ObjectVersion::location)
                .containsExactly(key("list/a"), key("list/b"), key("list/c"));
        assertThat(seen).extracting(ObjectVersion::sizeBytes).containsOnly(6L);
        assertThat(seen.getFirst().etag())
                .isEqualTo(store.head(key("list/a")).orElseThrow().etag());
    }

    @Test
    void partsMakeTheObjectInTheOrderOfTheirNumbers() {
        byte[] first = part();
        byte[] second = part();
        byte[] last = bytes(10);
        Upload upload = store.createUpload(key("parts"), Map.of("vmloom-token", "t-18"));
        PartReceipt three = store.uploadPart(upload, 3, Content.of(last));
        PartReceipt one = store.uploadPart(upload, 1, Content.of(first));
        PartReceipt two = store.uploadPart(upload, 2, Content.of(second));

        assertThat(store.head(key("parts"))).as("nothing half-made is visible").isEmpty();
        ObjectVersion version = store.complete(upload, List.of(one, two, three), Precondition.ABSENT);

        assertThat(version.sizeBytes()).isEqualTo(2L * first.length + 10);
        ObjectVersion seen = store.head(key("parts")).orElseThrow();
        assertThat(seen.etag()).isEqualTo(version.etag());
        assertThat(seen.metadata()).containsEntry("vmloom-token", "t-18");
        assertThat(read(version, 0, first.length)).isEqualTo(first);
        assertThat(read(version, first.length, first.length)).isEqualTo(second);
        assertThat(read(version, 2L * first.length, 10)).isEqualTo(last);
    }

    @Test
    void theLastUploadOfAPartWins() {
        byte[] winner = bytes(50);
        Upload upload = store.createUpload(key("again"), NO_METADATA);
        store.uploadPart(upload, 1, Content.of(bytes(60)));
        PartReceipt receipt = store.uploadPart(upload, 1, Content.of(winner));

        assertThat(store.listParts(upload)).containsExactly(receipt);
        ObjectVersion version = store.complete(upload, List.of(receipt), Precondition.NONE);

        assertThat(read(version, 0, 50)).isEqualTo(winner);
    }

    @Test
    void aReplacedPartIsNoticedOnCompletion() {
        Upload upload = store.createUpload(key("zombie"), NO_METADATA);
        PartReceipt accepted = store.uploadPart(upload, 1, Content.of(bytes(60)));
        store.uploadPart(upload, 1, Content.of(bytes(60)));

        assertFails(ErrorCode.STORE_UNAVAILABLE, () -> store.complete(upload, List.of(accepted), Precondition.NONE))
                .withMessageContaining("list the parts again");
        assertThat(store.head(key("zombie"))).isEmpty();
        store.abort(upload);
    }

    @Test
    void partsAreListedByNumberWithSizeAndTag() {
        Upload upload = store.createUpload(key("listed"), NO_METADATA);
        PartReceipt two = store.uploadPart(upload, 2, Content.of(bytes(20)));
        PartReceipt one = store.uploadPart(upload, 1, Content.of(bytes(10)));

        assertThat(store.listParts(upload)).containsExactly(one, two);
        store.abort(upload);
    }

    @Test
    void gapsInPartNumbersAreTakenOrRefusedAsTheStoreSays() {
        Upload upload = store.createUpload(key("gaps"), NO_METADATA);
        PartReceipt two = store.uploadPart(upload, 2, Content.of(part()));
        PartReceipt nine = store.uploadPart(upload, 9, Content.of(bytes(9)));
        List<PartReceipt> parts = List.of(two, nine);

        if (store.capabilities().gapsInPartNumbers()) {
            ObjectVersion version = store.complete(upload, parts, Precondition.NONE);
            assertThat(version.sizeBytes()).isEqualTo(two.sizeBytes() + 9);
        } else {
            assertThatExceptionOfType(InternalException.class)
                    .isThrownBy(() -> store.complete(upload, parts, Precondition.NONE))
                    .withMessageContaining("consecutive");
        }
    }

    @Test
    void onlyTheLastPartMayBeSmall() {
        Upload upload = store.createUpload(key("small"), NO_METADATA);
        PartReceipt one = store.uploadPart(
                upload, 1, Content.of(bytes((int) store.capabilities().minPartBytes() - 1)));
        PartReceipt two = store.uploadPart(upload, 2, Content.of(bytes(10)));

        assertThatExceptionOfType(InternalException.class)
                .isThrownBy(() -> store.complete(upload, List.of(one, two), Precondition.NONE))
                .withMessageContaining("EntityTooSmall");
        store.abort(upload);
    }

    @Test
    void aCopiedPartHoldsTheRangeOfItsSource() {
        int partBytes = (int) store.capabilities().minPartBytes();
        byte[] content = bytes(2 * partBytes + 100);
        ObjectVersion source = put(key("source"), content);
        Upload upload = store.createUpload(key("copy"), NO_METADATA);

        PartReceipt one = store.copyPart(upload, 1, source, 50, partBytes + 7L);
        PartReceipt two = store.copyPart(upload, 2, source, 0, content.length);
        ObjectVersion version = store.complete(upload, List.of(one, two), Precondition.NONE);

        assertThat(one.sizeBytes()).isEqualTo(partBytes + 7L);
        assertThat(read(version, 0, partBytes + 7)).isEqualTo(slice(content, 50, partBytes + 7));
        assertThat(read(version, partBytes + 7L, content.length)).isEqualTo(content);
    }

    @Test
    void aReplacedSourceIsNotCopied() {
        ObjectVersion before = put(key("source"), bytes(1_000));
        put(key("source"), bytes(1_000));
        Upload upload = store.createUpload(key("copy"), NO_METADATA);

        assertFails(ErrorCode.SOURCE_CHANGED, () -> store.copyPart(upload, 1, before, 0, 1_000));
        store.abort(upload);
    }

    @Test
    void aConditionalCompletionNeverReplaces() {
        byte[] standing = bytes(100);
        Upload upload = store.createUpload(key("taken"), NO_METADATA);
        PartReceipt one = store.uploadPart(upload, 1, Content.of(bytes(10)));
        put(key("taken"), standing);

        assertFails(ErrorCode.TARGET_EXISTS, () -> store.complete(upload, List.of(one), Precondition.ABSENT));
        assertThat(read(store.head(key("taken")).orElseThrow(), 0, 100)).isEqualTo(standing);
        store.abort(upload);
    }

    @Test
    void aCompletedUploadIsGone() {
        Upload upload = store.createUpload(key("done"), NO_METADATA);
        PartReceipt one = store.uploadPart(upload, 1, Content.of(bytes(10)));
        ObjectVersion version = store.complete(upload, List.of(one), Precondition.NONE);

        assertFails(ErrorCode.NOT_FOUND, () -> store.listParts(upload)).withMessageContaining(upload.uploadId());
        assertFails(ErrorCode.NOT_FOUND, () -> store.uploadPart(upload, 1, Content.of(bytes(10))));
        if (repeatsCompletions()) {
            ObjectVersion again = store.complete(upload, List.of(one), Precondition.NONE);
            assertThat(again.etag()).isEqualTo(version.etag());
            assertThat(again.sizeBytes()).isEqualTo(10);
        } else {
            assertFails(ErrorCode.NOT_FOUND, () -> store.complete(upload, List.of(one), Precondition.NONE));
        }
    }

    @Test
    void anAbortedUploadIsGoneAndAbortingAgainIsNoError() {
        Upload upload = store.createUpload(key("aborted"), NO_METADATA);
        PartReceipt one = store.uploadPart(upload, 1, Content.of(bytes(10)));

        store.abort(upload);
        store.abort(upload);

        assertFails(ErrorCode.NOT_FOUND, () -> store.listParts(upload));
        assertFails(ErrorCode.NOT_FOUND, () -> store.complete(upload, List.of(one), Precondition.NONE));
        assertFails(ErrorCode.NOT_FOUND, () -> store.uploadPart(upload, 2, Content.of(bytes(10))));
    }

    @Test
    void openUploadsAreListedByPrefix() {
        Upload mine = store.createUpload(key("open/a"), NO_METADATA);
        Upload aborted = store.createUpload(key("open/b"), NO_METADATA);
        Upload other = store.createUpload(key("other"), NO_METADATA);
        store.abort(aborted);

        assertThat(store.listUploads(key("open/"))).containsExactly(mine);
        store.abort(mine);
        store.abort(other);
    }

    @Test
    void aPartNumberBeyondTheLimitIsRefused() {
        Upload upload = store.createUpload(key("many"), NO_METADATA);

        assertThatExceptionOfType(InternalException.class)
                .isThrownBy(() -> store.uploadPart(upload, store.capabilities().maxParts() + 1, Content.of(bytes(1))))
                .withMessageContaining("got: " + (store.capabilities().maxParts() + 1));
        store.abort(upload);
    }

    protected final Location.InBucket key(String name) {
        return new Location.InBucket(bucket, name);
    }

    private ObjectVersion put(Location.InBucket location, byte[] content) {
        return store.put(location, Content.of(content), NO_METADATA, Precondition.NONE);
    }

    private byte[] read(ObjectVersion version, long offset, int length) {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        store.read(version, offset, buffer);
        assertThat(buffer.hasRemaining()).isFalse();
        return buffer.array();
    }

    private byte[] part() {
        return bytes((int) store.capabilities().minPartBytes());
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] slice(byte[] bytes, int from, int length) {
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    private static byte[] slice(ByteBuffer buffer, int from, int length) {
        byte[] bytes = new byte[length];
        buffer.get(from, bytes);
        return bytes;
    }

    private static ThrowableAssertAlternative<ConversionException> assertFails(ErrorCode code, ThrowingCallable call) {
        return assertThatExceptionOfType(ConversionException.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
