package io.vmloom.coordinator.job;

import java.util.Locale;

/** Where an item is on its way. */
public enum ItemStage {
    INSPECTING,
    CONVERTING,
    STITCHING,
    VERIFYING;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
