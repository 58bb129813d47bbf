package io.vmloom.coordinator.web;

import java.util.List;

/**
 * A piece of HTML. Whatever becomes one from outside is escaped: names of batches, items and objects are written by
 * whoever likes to.
 */
record Html(String source) {
    static final Html NOTHING = new Html("");

    static Html text(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return new Html(escaped.toString());
    }

    /** @param tag with its attributes, which {@link #attribute} made where they come from outside */
    static Html element(String tag, Html... content) {
        StringBuilder source = new StringBuilder("<").append(tag).append('>');
        for (Html piece : content) {
            source.append(piece.source);
        }
        return new Html(
                source.append("</").append(tag.split(" ", 2)[0]).append('>').toString());
    }

    static Html element(String tag, String text) {
        return element(tag, text(text));
    }

    static Html all(List<Html> pieces) {
        return new Html(String.join("", pieces.stream().map(Html::source).toList()));
    }

    static Html all(Html... pieces) {
        return all(List.of(pieces));
    }

    /** With a space before it. */
    static String attribute(String name, String value) {
        return " " + name + "=\"" + text(value).source + "\"";
    }
}
