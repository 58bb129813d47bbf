package io.vmloom.format;

import java.nio.charset.StandardCharsets;

/** Text of images, which must do no harm in a log or on a terminal. */
public final class PrintableText {
    private PrintableText() {}

    /** UTF-8 up to the first NUL; control characters become question marks. */
    public static String of(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return (end < 0 ? text : text.substring(0, end)).replaceAll("\\p{Cntrl}", "?");
    }
}
