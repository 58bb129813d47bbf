package io.vmloom.store;

import static io.vmloom.store.StoreFixture.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmloom.error.InternalException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How parts become an object. */
interface UploadPartsContract extends StoreFixture {
    @Test
    default void partsMakeTheObjectInTheOrderOfTheirNumbers() {
        byte[] first = part();
        byte[] second = part();
        byte[] last = bytes(10);
        Upload upload = store().createUpload(key("parts"), Map.of("vmloom-token", "t-18"));
        PartReceipt three = store().uploadPart(upload, 3, Content.of(last));
        PartReceipt one = store().uploadPart(upload, 1, Content.of(first));
        PartReceipt two = store().uploadPart(upload, 2, Content.of(second));

        assertThat(store().head(key("parts")))
                .as("nothing half-made is visible")
                .isEmpty();
        ObjectVersion version = store().complete(upload, List.of(one, two, three), Precondition.ABSENT);

        assertThat(version.sizeBytes()).isEqualTo(2L * first.length + 10);
        ObjectVersion seen = store().head(key("parts")).orElseThrow();
        assertThat(seen.etag()).isEqualTo(version.etag());
        assertThat(seen.metadata()).containsEntry("vmloom-token", "t-18");
        assertThat(read(version, 0, first.length)).isEqualTo(first);
        assertThat(read(version, first.length, first.length)).isEqualTo(second);
        assertThat(read(version, 2L * first.length, 10)).isEqualTo(last);
    }

    @Test
    default void theLastUploadOfAPartWins() {
        byte[] winner = bytes(50);
        Upload upload = store().createUpload(key("again"), Map.of());
        store().uploadPart(upload, 1, Content.of(bytes(60)));
        PartReceipt receipt = store().uploadPart(upload, 1, Content.of(winner));

        assertThat(store().listParts(upload)).containsExactly(receipt);
        ObjectVersion version = store().complete(upload, List.of(receipt), Precondition.NONE);

        assertThat(read(version, 0, 50)).isEqualTo(winner);
    }

    @Test
    default void partsAreListedByNumberWithSizeAndTag() {
        Upload upload = store().createUpload(key("listed"), Map.of());
        PartReceipt two = store().uploadPart(upload, 2, Content.of(bytes(20)));
        PartReceipt one = store().uploadPart(upload, 1, Content.of(bytes(10)));

        assertThat(store().listParts(upload)).containsExactly(one, two);
        store().abort(upload);
    }

    @Test
    default void gapsInPartNumbersAreTakenOrRefusedAsTheStoreSays() {
        Upload upload = store().createUpload(key("gaps"), Map.of());
        PartReceipt two = store().uploadPart(upload, 2, Content.of(part()));
        PartReceipt nine = store().uploadPart(upload, 9, Content.of(bytes(9)));
        List<PartReceipt> parts = List.of(two, nine);

        if (store().capabilities().gapsInPartNumbers()) {
            ObjectVersion version = store().complete(upload, parts, Precondition.NONE);
            assertThat(version.sizeBytes()).isEqualTo(two.sizeBytes() + 9);
        } else {
            assertThatExceptionOfType(InternalException.class)
                    .isThrownBy(() -> store().complete(upload, parts, Precondition.NONE))
                    .withMessageContaining("consecutive");
        }
    }

    @Test
    default void onlyTheLastPartMayBeSmall() {
        Upload upload = store().createUpload(key("small"), Map.of());
        PartReceipt one = store().uploadPart(
                        upload, 1, Content.of(bytes((int) store().capabilities().minPartBytes() - 1)));
        PartReceipt two = store().uploadPart(upload, 2, Content.of(bytes(10)));

        assertThatExceptionOfType(InternalException.class)
                .isThrownBy(() -> store().complete(upload, List.of(one, two), Precondition.NONE))
                .withMessageContaining("EntityTooSmall");
        store().abort(upload);
    }

    @Test
    default void aCopiedPartHoldsTheRangeOfItsSource() {
        int partBytes = (int) store().capabilities().minPartBytes();
        byte[] content = bytes(2 * partBytes + 100);
        ObjectVersion source = put(key("source"), content);
        Upload upload = store().createUpload(key("copy"), Map.of());

        PartReceipt one = store().copyPart(upload, 1, source, 50, partBytes + 7L);
        PartReceipt two = store().copyPart(upload, 2, source, 0, content.length);
        ObjectVersion version = store().complete(upload, List.of(one, two), Precondition.NONE);

        assertThat(one.sizeBytes()).isEqualTo(partBytes + 7L);
        assertThat(read(version, 0, partBytes + 7)).isEqualTo(slice(content, 50, partBytes + 7));
        assertThat(read(version, partBytes + 7L, content.length)).isEqualTo(content);
    }

    @Test
    default void aPartNumberBeyondTheLimitIsRefused() {
        Upload upload = store().createUpload(key("many"), Map.of());

        assertThatExceptionOfType(InternalException.class)
                .isThrownBy(
                        () -> store().uploadPart(upload, store().capabilities().maxParts() + 1, Content.of(bytes(1))))
                .withMessageContaining("got: " + (store().capabilities().maxParts() + 1));
        store().abort(upload);
    }
}
