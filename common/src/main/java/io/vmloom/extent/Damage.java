package io.vmloom.extent;

import io.vmloom.error.ImageException;
import io.vmloom.unit.HostOffset;
import java.nio.charset.StandardCharsets;

/** Where a file is damaged, and how. */
public record Damage(String file, HostOffset host, String reason) {
    /** Losses are kept and sent by the hundred. */
    private static final int MAX_REASON_LENGTH = 300;

    public static Damage of(ImageException refusal) {
        String reason = refusal.reason();
        return new Damage(
                encodable(refusal.file()),
                new HostOffset(refusal.hostOffset().orElse(0)),
                encodable(reason.substring(0, Math.min(reason.length(), MAX_REASON_LENGTH))));
    }

    /** What a damaged image says may hold half a surrogate pair. */
    private static String encodable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return file + " at offset 0x" + Long.toHexString(host.bytes()) + ": " + reason;
    }
}
