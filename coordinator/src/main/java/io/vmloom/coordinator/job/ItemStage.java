package io.vmloom.coordinator.job;

import java.util.Locale;

/** Where an item is on its way. */
public enum ItemStage {
    /** A compressed file around the image is expanded. */
    UNPACKING,
    INSPECTING,
    CONVERTING,
    STITCHING,
    VERIFYING;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
