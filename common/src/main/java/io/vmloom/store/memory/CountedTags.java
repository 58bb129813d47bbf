package io.vmloom.store.memory;

import io.vmloom.store.Content;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** Tags that look like the others, and only differ from each other. */
final class CountedTags extends EntityTags {
    private static final int DIGITS_OF_A_LONG = 16;

    private final AtomicLong given = new AtomicLong();

    @Override
    String of(Content content) {
        return "0".repeat(DIGITS_OF_A_LONG) + HexFormat.of().toHexDigits(given.incrementAndGet());
    }
}
