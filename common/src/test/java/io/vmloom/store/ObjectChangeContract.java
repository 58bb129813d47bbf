package io.vmloom.store;

import static io.vmloom.store.StoreFixture.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.error.ErrorCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What must be noticed when others write too. */
interface ObjectChangeContract extends StoreFixture {
    @Test
    default void aReplacedObjectIsNoticedByItsReaders() {
        ObjectVersion before = put(key("a"), bytes(1_000));
        put(key("a"), bytes(1_000));

        assertFails(ErrorCode.SOURCE_CHANGED, () -> read(before, 0, 10)).withMessageContaining(key("a").toString());
    }

    @Test
    default void aDeletedObjectIsNoticedByItsReaders() {
        ObjectVersion before = put(key("a"), bytes(1_000));
        store().delete(key("a"));

        assertThat(store().head(key("a"))).isEmpty();
        assertFails(ErrorCode.SOURCE_CHANGED, () -> read(before, 0, 10));
    }

    @Test
    default void aConditionalPutNeverReplaces() {
        byte[] first = bytes(100);
        store().put(key("once"), Content.of(first), Map.of(), Precondition.ABSENT);

        assertFails(
                        ErrorCode.TARGET_EXISTS,
                        () -> store().put(key("once"), Content.of(bytes(100)), Map.of(), Precondition.ABSENT))
                .withMessageContaining(key("once").toString());
        assertThat(read(store().head(key("once")).orElseThrow(), 0, 100)).isEqualTo(first);
    }

    @Test
    default void aReplacedPartIsNoticedOnCompletion() {
        Upload upload = store().createUpload(key("zombie"), Map.of());
        PartReceipt accepted = store().uploadPart(upload, 1, Content.of(bytes(60)));
        store().uploadPart(upload, 1, Content.of(bytes(60)));

        assertFails(ErrorCode.STORE_UNAVAILABLE, () -> store().complete(upload, List.of(accepted), Precondition.NONE))
                .withMessageContaining("list the parts again");
        assertThat(store().head(key("zombie"))).isEmpty();
        store().abort(upload);
    }

    @Test
    default void aReplacedSourceIsNotCopied() {
        ObjectVersion before = put(key("source"), bytes(1_000));
        put(key("source"), bytes(1_000));
        Upload upload = store().createUpload(key("copy"), Map.of());

        assertFails(ErrorCode.SOURCE_CHANGED, () -> store().copyPart(upload, 1, before, 0, 1_000));
        store().abort(upload);
    }

    @Test
    default void aConditionalCompletionNeverReplaces() {
        byte[] standing = bytes(100);
        Upload upload = store().createUpload(key("taken"), Map.of());
        PartReceipt one = store().uploadPart(upload, 1, Content.of(bytes(10)));
        put(key("taken"), standing);

        assertFails(ErrorCode.TARGET_EXISTS, () -> store().complete(upload, List.of(one), Precondition.ABSENT));
        assertThat(read(store().head(key("taken")).orElseThrow(), 0, 100)).isEqualTo(standing);
        store().abort(upload);
    }
}
