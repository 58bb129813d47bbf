package io.vmloom.machine.vmx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Characters of a VMX file: the encoding that it declares, and {@code |22} for what must not stand in quotes. */
final class VmxText {
    private static final Pattern ENCODING =
            Pattern.compile("(?im)^[ \\t]*\\.encoding[ \\t]*=[ \\t]*\"?([A-Za-z0-9_.:-]{1,40})");
    private static final Pattern ESCAPES = Pattern.compile("(\\|[0-9A-Fa-f]{2})+");

    private VmxText() {}

    /** The file's text; one that declares nothing is UTF-8 if it can be, and otherwise what Windows had in the West. */
    static String decode(byte[] bytes) {
        String ascii = new String(bytes, StandardCharsets.ISO_8859_1);
        Matcher declared = ENCODING.matcher(ascii);
        Charset charset = (declared.find() ? charset(declared.group(1)) : Optional.<Charset>empty())
                .orElseGet(() -> isUtf8(bytes) ? StandardCharsets.UTF_8 : Charset.forName("windows-1252"));
        String text = new String(bytes, charset);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static Optional<Charset> charset(String name) {
        try {
            Charset charset = Charset.forName(name);
            // lines and keys are found as ASCII, so that only what extends it can be meant
            return "=\"|".equals(new String("=\"|".getBytes(StandardCharsets.US_ASCII), charset))
                    ? Optional.of(charset)
                    : Optional.empty();
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Text as it is meant; a bar without two digits behind it stands for itself. */
    static String unescape(String quoted) {
        return ESCAPES.matcher(quoted).replaceAll(run -> Matcher.quoteReplacement(bytes(run.group())));
    }

    private static String bytes(String run) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < run.length(); i += 3) {
            bytes.write(Integer.parseInt(run, i + 1, i + 3, 16));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Text as it may stand in quotes. */
    static String escape(String text) {
        StringBuilder quoted = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c < ' ' || c == '"' || c == '|' || c == 0x7f) {
                quoted.append(String.format("|%02X", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.toString();
    }
}
