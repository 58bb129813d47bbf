package io.vmloom.xml;

import java.util.ArrayDeque;
import java.util.Deque;

/** An XML document while it is written: indented, and with everything escaped that has to be. */
public final class XmlText {
    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Begins an element that has children.
     *
     * @param attributes names and values in turn; those with an empty value are left out
     */
    public XmlText open(String name, String... attributes) {
        start(name, attributes).append(">\n");
        open.push(name);
        return this;
    }

    /** Ends the innermost element that was begun. */
    public XmlText close() {
        String name = open.pop();
        text.append(INDENT.repeat(open.size())).append("</").append(name).append(">\n");
        return this;
    }

    /** An element without children; see {@link #open}. */
    public XmlText empty(String name, String... attributes) {
        start(name, attributes).append("/>\n");
        return this;
    }

    /** An element that holds a text; see {@link #open}. */
    public XmlText leaf(String name, Object value, String... attributes) {
        start(name, attributes).append('>');
        escape(value.toString(), false);
        text.append("</").append(name).append(">\n");
        return this;
    }

    /** The document without a declaration, as it is UTF-8. */
    public String text() {
        return text.toString();
    }

    private StringBuilder start(String name, String... attributes) {
        text.append(INDENT.repeat(open.size())).append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            if (!attributes[i + 1].isEmpty()) {
                text.append(' ').append(attributes[i]).append("='");
                escape(attributes[i + 1], true);
                text.append('\'');
            }
        }
        return text;
    }

    private void escape(String value, boolean attribute) {
        value.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '\'' -> text.append(attribute ? "&apos;" : "'");
                case '\r' -> text.append("&#13;");
                case '\n', '\t' -> text.append(attribute ? "&#" + c + ";" : Character.toString(c));
                default -> text.appendCodePoint(isCharacter(c) ? c : '?');
            }
        });
    }

    /** Whether XML 1.0 has it at all. */
    private static boolean isCharacter(int c) {
        return (c >= 0x20 && c <= 0xd7ff) || (c >= 0xe000 && c <= 0xfffd) || c >= 0x10000;
    }
}
