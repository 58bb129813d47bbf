package io.vmloom.coordinator.pipeline;

/** How a target came to be there. */
enum Written {
    WRITTEN,
    EQUAL_WAS_THERE
}
