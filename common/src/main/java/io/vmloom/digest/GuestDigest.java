package io.vmloom.digest;

import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The digest of a guest disk: {@code vg1:<length>:<hex>}. The root does not depend on trailing zeros or the length.
 *
 * @param lengthBytes size of the guest's disk, for people and for rules about sizes
 */
public record GuestDigest(long lengthBytes, Node root) {
    /** Bytes of one leaf. */
    public static final int LEAF_BYTES = 64 << 10;

    /** Level of the root: the tree covers 2^64 guest bytes. */
    public static final int HEIGHT = 48;

    private static final Pattern SYNTAX = Pattern.compile("vg1:(\\d{1,19}):([0-9a-f]{64})");

    public GuestDigest {
        if (lengthBytes < 0) {
            throw new IllegalArgumentException("length of a digested disk must not be negative, got: " + lengthBytes);
        }
    }

    /** Reads the form that {@link #toString()} writes; throws {@link IllegalArgumentException} that quotes the text. */
    public static GuestDigest parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            throw malformed(text, null);
        }
        try {
            return new GuestDigest(
                    Long.parseLong(matcher.group(1)), Node.of(HexFormat.of().parseHex(matcher.group(2))));
        } catch (NumberFormatException e) {
            throw malformed(text, e);
        }
    }

    private static IllegalArgumentException malformed(String text, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "not a guest digest: '" + text + "'; expected vg1:<length>:<64 hex digits>", cause);
    }

    /** Whether the guest bytes are the same up to trailing zeros. */
    public boolean sameContent(GuestDigest other) {
        return root.equals(other.root);
    }

    @Override
    public String toString() {
        return "vg1:" + lengthBytes + ":" + root;
    }
}
