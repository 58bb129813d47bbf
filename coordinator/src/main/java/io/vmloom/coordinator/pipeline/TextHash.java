package io.vmloom.coordinator.pipeline;

import io.vmloom.digest.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** SHA-256 over lines, each with its length in front, so that no two lists of lines run into one. */
final class TextHash {
    private final MessageDigest digest = Sha256.start();

    TextHash(String first) {
        update(first);
    }

    TextHash line(String line) {
        update("\n" + line.length() + ":" + line);
        return this;
    }

    TextHash bytes(ByteBuffer bytes) {
        update("\n" + bytes.remaining() + ":");
        digest.update(bytes.duplicate());
        return this;
    }

    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private void update(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }
}
