package io.vmloom.archive;

import io.vmloom.error.ImageException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The records of an extended header of POSIX.1-2001: {@code LENGTH KEY=VALUE\n}, where the length counts all of it. */
final class PaxRecords {
    private PaxRecords() {}

    /** @param offset where they stand in the archive */
    static Map<String, String> parse(String archive, long offset, byte[] bytes) {
        Map<String, String> records = new HashMap<>();
        int at = 0;
        while (at < bytes.length && bytes[at] != 0) {
            int space = indexOf(bytes, at, (byte) ' ');
            int end = at + length(archive, offset, bytes, at, space);
            int equals = indexOf(bytes, space, (byte) '=');
            if (end > bytes.length || equals >= end || bytes[end - 1] != '\n') {
                throw malformed(archive, offset + at);
            }
            records.put(text(bytes, space + 1, equals), text(bytes, equals + 1, end - 1));
            at = end;
        }
        return records;
    }

    private static int length(String archive, long offset, byte[] bytes, int at, int space) {
        String digits = text(bytes, at, space);
        if (!digits.matches("[0-9]{1,8}")) {
            throw malformed(archive, offset + at);
        }
        int length = Integer.parseInt(digits);
        if (length <= space - at) {
            throw malformed(archive, offset + at);
        }
        return length;
    }

    private static int indexOf(byte[] bytes, int from, byte wanted) {
        int at = from;
        while (at < bytes.length && bytes[at] != wanted) {
            at++;
        }
        return at;
    }

    private static String text(byte[] bytes, int from, int end) {
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    private static ImageException malformed(String archive, long offset) {
        return ImageException.invalid(archive, offset, "a record of an extended tar header must be 'LENGTH KEY=VALUE'");
    }
}
