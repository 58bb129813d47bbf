package io.vmloom.coordinator.job;

import io.vmloom.error.RequestException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How hard a target is checked before it counts as done. */
public enum VerifyLevel {
    /** Nothing beyond the conversion itself, which says nothing of its bytes then. */
    NONE,
    /** The guest is digested, every encoded unit is decoded back before it is stored, and the finished tables are opened again. */
    DIGEST,
    /** The finished target is read again as a whole by the workers, and its guest digest equals the source's. */
    FULL;

    public static VerifyLevel parse(String text) {
        return Arrays.stream(values())
                .filter(level -> level.label().equals(text))
                .findFirst()
                .orElseThrow(() -> new RequestException("verify level '" + text + "' is not known; choose one of "
                        + Arrays.stream(values()).map(VerifyLevel::label).collect(Collectors.joining(", "))));
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
