package io.vmloom.object;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.store.PartReceipt;
import java.util.List;
import org.junit.jupiter.api.Test;

class UploadAuditTest {
    @Test
    void whatTheStoreHoldsAsAcceptedIsClean() {
        List<PartReceipt> parts = List.of(new PartReceipt(1, 5, "a"), new PartReceipt(4, 6, "b"));

        assertThat(UploadAudit.of(parts, parts).clean()).isTrue();
    }

    @Test
    void missingAndOverwrittenPartsAreFoundAndForeignOnesIgnored() {
        List<PartReceipt> accepted = List.of(
                new PartReceipt(1, 5, "a"),
                new PartReceipt(2, 5, "b"),
                new PartReceipt(3, 5, "c"),
                new PartReceipt(4, 5, "d"));
        List<PartReceipt> listed = List.of(
                new PartReceipt(1, 5, "a"),
                new PartReceipt(2, 6, "b"),
                new PartReceipt(3, 5, "other"),
                new PartReceipt(9, 5, "zombie"));

        UploadAudit audit = UploadAudit.of(listed, accepted);

        assertThat(audit.missing()).containsExactly(4);
        assertThat(audit.different()).containsExactly(2, 3);
        assertThat(audit.clean()).isFalse();
    }
}
