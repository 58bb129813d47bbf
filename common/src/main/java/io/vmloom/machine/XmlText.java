package io.vmloom.machine;

/** XML as it is written: indented, an element to a line. Not thread-safe. */
public final class XmlText {
    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    private int depth;

    /** Begins an element; attributes are names and values in turns. */
    public XmlText open(String name, String... attributes) {
        start(name, attributes).append(">\n");
        depth++;
        return this;
    }

    public XmlText close(String name) {
        depth--;
        indent().append("</").append(name).append(">\n");
        return this;
    }

    /** An element without content. */
    public XmlText empty(String name, String... attributes) {
        start(name, attributes).append("/>\n");
        return this;
    }

    /** An element with a text. */
    public XmlText leaf(String name, Object content, String... attributes) {
        start(name, attributes)
                .append('>')
                .append(escaped(content.toString()))
                .append("</")
                .append(name)
                .append(">\n");
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private StringBuilder start(String name, String... attributes) {
        indent().append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            text.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escaped(attributes[i + 1]).replace("\n", "&#10;").replace("\t", "&#9;"))
                    .append('"');
        }
        return text;
    }

    private StringBuilder indent() {
        return text.append(INDENT.repeat(depth));
    }

    /** What XML can not hold at all becomes a question mark. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(isOfXml(character) ? character : '?');
            }
        });
        return escaped.toString();
    }

    private static boolean isOfXml(int character) {
        return character == '\n'
                || character == '\t'
                || character >= 0x20 && character <= 0xd7ff
                || character >= 0xe000 && character <= 0xfffd
                || character >= 0x10000;
    }
}
