package io.vmloom.loadtest.example;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A FAT name of up to eight characters with an extension of up to three, in capitals: {@code README.TXT}.
 *
 * @param text the name as a user types it
 */
public record ShortName(String text) {
    private static final Pattern VALID = Pattern.compile("[A-Z0-9_-]{1,8}(\\.[A-Z0-9_-]{1,3})?");
    private static final int FIELD_BYTES = 11;
    private static final int BASE_BYTES = 8;

    public ShortName {
        if (!VALID.matcher(text).matches()) {
            throw new IllegalArgumentException("short name must be 8.3 in capitals, not \"" + text + '"');
        }
    }

    /** The eleven bytes of a directory entry: base and extension, each padded with blanks. */
    byte[] field() {
        int dot = text.indexOf('.');
        String base = dot < 0 ? text : text.substring(0, dot);
        String extension = dot < 0 ? "" : text.substring(dot + 1);
        byte[] field = blank();
        byte[] extensionBytes = extension.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(base.getBytes(StandardCharsets.US_ASCII), 0, field, 0, base.length());
        System.arraycopy(extensionBytes, 0, field, BASE_BYTES, extensionBytes.length);
        return field;
    }

    /** The field of a directory's entry for itself ({@code "."}) or its parent ({@code ".."}). */
    static byte[] dots(int count) {
        byte[] field = blank();
        Arrays.fill(field, 0, count, (byte) '.');
        return field;
    }

    private static byte[] blank() {
        byte[] field = new byte[FIELD_BYTES];
        Arrays.fill(field, (byte) ' ');
        return field;
    }
}
