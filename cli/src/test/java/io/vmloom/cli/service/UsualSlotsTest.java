package io.vmloom.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.unit.ByteSize;
import io.vmloom.worker.consume.SlotRange;
import org.junit.jupiter.api.Test;

class UsualSlotsTest {
    @Test
    void everyCoreHasASlotWhereMemorySuffices() {
        assertThat(UsualSlots.of(2, 448 * ByteSize.MIB)).isEqualTo(SlotRange.always(2));
    }

    @Test
    void aLongHeapHasRoomForSlotsThatWaitForStores() {
        assertThat(UsualSlots.of(2, ByteSize.GIB)).isEqualTo(new SlotRange(2, 7));
        assertThat(UsualSlots.of(16, 64 * ByteSize.GIB)).isEqualTo(new SlotRange(16, 64));
    }

    @Test
    void aShortHeapHasFewerSlotsThanCores() {
        assertThat(UsualSlots.of(16, ByteSize.GIB)).isEqualTo(SlotRange.always(7));
        assertThat(UsualSlots.of(8, 100 * ByteSize.MIB)).isEqualTo(SlotRange.always(1));
    }
}
