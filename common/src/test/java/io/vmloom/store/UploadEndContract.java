package io.vmloom.store;

import static io.vmloom.store.StoreFixture.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.error.ErrorCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How an upload ends, and which ones are open. */
interface UploadEndContract extends StoreFixture {
    @Test
    default void aCompletedUploadIsGone() {
        Upload upload = store().createUpload(key("done"), Map.of());
        PartReceipt one = store().uploadPart(upload, 1, Content.of(bytes(10)));
        ObjectVersion version = store().complete(upload, List.of(one), Precondition.NONE);

        if (!remembersEndedUploads()) {
            assertFails(ErrorCode.NOT_FOUND, () -> store().listParts(upload)).withMessageContaining(upload.uploadId());
            assertFails(ErrorCode.NOT_FOUND, () -> store().uploadPart(upload, 1, Content.of(bytes(10))));
        }
        if (repeatsCompletions()) {
            ObjectVersion again = store().complete(upload, List.of(one), Precondition.NONE);
            assertThat(again.etag()).isEqualTo(version.etag());
            assertThat(again.sizeBytes()).isEqualTo(10);
        } else {
            assertFails(ErrorCode.NOT_FOUND, () -> store().complete(upload, List.of(one), Precondition.NONE));
        }
    }

    @Test
    default void anAbortedUploadIsGoneAndAbortingAgainIsNoError() {
        Upload upload = store().createUpload(key("aborted"), Map.of());
        PartReceipt one = store().uploadPart(upload, 1, Content.of(bytes(10)));

        store().abort(upload);
        store().abort(upload);

        assertFails(ErrorCode.NOT_FOUND, () -> store().complete(upload, List.of(one), Precondition.NONE));
        if (!remembersEndedUploads()) {
            assertFails(ErrorCode.NOT_FOUND, () -> store().listParts(upload));
            assertFails(ErrorCode.NOT_FOUND, () -> store().uploadPart(upload, 2, Content.of(bytes(10))));
        }
    }

    @Test
    default void openUploadsAreListedByPrefix() {
        Upload mine = store().createUpload(key("open/a"), Map.of());
        Upload aborted = store().createUpload(key("open/b"), Map.of());
        Upload other = store().createUpload(key("other"), Map.of());
        store().abort(aborted);

        assertThat(store().listUploads(key("open/"))).containsExactly(mine);
        store().abort(mine);
        store().abort(other);
    }
}
