package io.vmloom.store;

import static io.vmloom.store.StoreFixture.assertFails;
import static io.vmloom.store.StoreFixture.slice;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.error.ErrorCode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What reading, writing, listing and deleting objects must do. */
interface StoredObjectContract extends StoreFixture {
    @Test
    default void nothingStandsUnderAFreshKey() {
        assertThat(store().head(key("absent"))).isEmpty();
    }

    @Test
    default void aMissingBucketIsNamed() {
        Location.InBucket elsewhere = new Location.InBucket("vmloom-no-such-bucket", "key");

        assertFails(ErrorCode.NOT_FOUND, () -> store().head(elsewhere)).withMessageContaining("vmloom-no-such-bucket");
        assertFails(ErrorCode.NOT_FOUND, () -> put(elsewhere, bytes(1))).withMessageContaining("vmloom-no-such-bucket");
        assertFails(ErrorCode.NOT_FOUND, () -> store().createUpload(elsewhere, Map.of()))
                .withMessageContaining("vmloom-no-such-bucket");
    }

    @Test
    default void aPutObjectHasItsSizeTagAndMetadata() {
        byte[] content = bytes(100_000);

        ObjectVersion version =
                store().put(key("a"), Content.of(content), Map.of("vmloom-token", "t-17"), Precondition.NONE);

        assertThat(version.sizeBytes()).isEqualTo(100_000);
        assertThat(version.location()).isEqualTo(key("a"));
        ObjectVersion seen = store().head(key("a")).orElseThrow();
        assertThat(seen.etag()).isEqualTo(version.etag()).doesNotContain("\"");
        assertThat(seen.sizeBytes()).isEqualTo(100_000);
        assertThat(seen.metadata()).containsEntry("vmloom-token", "t-17");
        assertThat(seen.weak()).isFalse();
    }

    @Test
    default void anEmptyObjectIsAnObject() {
        put(key("empty"), new byte[0]);

        assertThat(store().head(key("empty")).orElseThrow().sizeBytes()).isZero();
    }

    @Test
    default void everyRangeReadsBackWhatWasPut() {
        byte[] content = bytes(300_000);
        ObjectVersion version = put(key("ranges"), content);

        for (int i = 0; i < 20; i++) {
            int from = random().nextInt(content.length);
            int length = random().nextInt(content.length - from) + 1;
            assertThat(read(version, from, length)).isEqualTo(slice(content, from, length));
        }
        assertThat(read(version, 0, content.length)).isEqualTo(content);
        assertThat(read(version, content.length - 1, 1)).isEqualTo(slice(content, content.length - 1, 1));
        assertThat(read(version, 17, 0)).isEmpty();
    }

    @Test
    default void aReadFillsExactlyTheRemainingBytesOfTheBufferWhereverItIs() {
        byte[] content = bytes(5_000);
        ObjectVersion version = put(key("a"), content);

        for (ByteBuffer buffer : List.of(ByteBuffer.allocate(4_000), ByteBuffer.allocateDirect(4_000))) {
            buffer.position(100).limit(3_100);
            store().read(version, 1_000, buffer);

            assertThat(buffer.position()).isEqualTo(3_100);
            assertThat(slice(buffer, 100, 3_000)).isEqualTo(slice(content, 1_000, 3_000));
            assertThat(slice(buffer, 0, 100)).containsOnly(0);
            buffer.limit(4_000);
            assertThat(slice(buffer, 3_100, 900)).containsOnly(0);
        }
    }

    @Test
    default void aContentOfManyChunksArrivesInOrder() {
        byte[] head = bytes(1_000);
        byte[] tail = bytes(77);
        Content content = Content.of(head).then(Content.zeros(70_000)).then(Content.of(ByteBuffer.wrap(tail, 7, 50)));

        ObjectVersion version = store().put(key("chunks"), content, Map.of(), Precondition.NONE);

        byte[] expected = new byte[71_050];
        System.arraycopy(head, 0, expected, 0, 1_000);
        System.arraycopy(tail, 7, expected, 71_000, 50);
        assertThat(read(version, 0, 71_050)).isEqualTo(expected);
    }

    @Test
    default void deletingNothingIsNoError() {
        store().delete(key("never-there"));

        assertThat(store().head(key("never-there"))).isEmpty();
    }

    @Test
    default void objectsAreListedByPrefixInKeyOrder() {
        for (String name : List.of("list/b", "list/a", "list/c", "other")) {
            put(key(name), bytes(name.length()));
        }

        List<ObjectVersion> seen = new ArrayList<>();
        store().list(key("list/"), seen::add);

        assertThat(seen)
                .extracting(ObjectVersion::location)
                .containsExactly(key("list/a"), key("list/b"), key("list/c"));
        assertThat(seen).extracting(ObjectVersion::sizeBytes).containsOnly(6L);
        assertThat(seen.getFirst().etag())
                .isEqualTo(store().head(key("list/a")).orElseThrow().etag());
    }
}
