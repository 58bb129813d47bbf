package io.vmloom.loadtest.chaos;

import java.util.Locale;

/** What becomes of one request to the store. */
enum StoreFault {
    BUSY,
    SLOW,
    RESET,
    TRUNCATED,
    FORGETFUL,
    SILENT,
    FLIPPED;

    /** Bodies of objects are broken, and nothing else. */
    boolean meets(boolean object) {
        return switch (this) {
            case BUSY, SLOW, RESET, FORGETFUL, SILENT -> true;
            case TRUNCATED, FLIPPED -> object;
        };
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
