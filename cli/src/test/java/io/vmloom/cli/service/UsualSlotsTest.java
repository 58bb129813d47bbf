package io.vmloom.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.unit.ByteSize;
import org.junit.jupiter.api.Test;

class UsualSlotsTest {
    @Test
    void everyCoreHasASlotWhereMemorySuffices() {
        assertThat(UsualSlots.of(2, 430 * ByteSize.MIB)).isEqualTo(2);
        assertThat(UsualSlots.of(16, 64 * ByteSize.GIB)).isEqualTo(16);
    }

    @Test
    void aShortHeapHasFewerSlotsThanCores() {
        assertThat(UsualSlots.of(16, ByteSize.GIB)).isEqualTo(7);
        assertThat(UsualSlots.of(8, 100 * ByteSize.MIB)).isEqualTo(1);
    }
}
