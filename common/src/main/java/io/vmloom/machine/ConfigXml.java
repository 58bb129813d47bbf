package io.vmloom.machine;

import io.vmloom.error.ImageException;
import io.vmloom.xml.XmlElement;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads configurations in XML. Nothing that they declare or refer to is followed. */
public final class ConfigXml {
    private static final int HEAD_CHARACTERS = 64 << 10;

    /** Declaration, comments and processing instructions, then the first element. */
    private static final Pattern ROOT =
            Pattern.compile("\\A\\uFEFF?\\s*(?:<\\?[^>]*\\?>\\s*|<!--(?s:.*?)-->\\s*)*+<(?:[\\w.-]+:)?([\\w.-]+)");

    private ConfigXml() {}

    /** The name of the first element without its prefix, if the file begins as XML does; never throws. */
    public static Optional<String> root(ConfigFile file) {
        int length = Math.min(HEAD_CHARACTERS, file.bytes().length);
        Matcher matcher = ROOT.matcher(new String(file.bytes(), 0, length, StandardCharsets.UTF_8));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /**
     * Reads a document; throws {@link ImageException} for one that is not sound, too large, or declares a type.
     *
     * @param what people call it, with its article
     */
    public static ConfigNode read(ConfigFile file, String what) {
        return node(XmlElement.read(file.name(), file.bytes(), what));
    }

    private static ConfigNode node(XmlElement element) {
        Map<String, String> attributes = new TreeMap<>();
        element.attributes().forEach((name, value) -> {
            if (!name.equals("xmlns") && !name.startsWith("xmlns:")) {
                attributes.put(local(name), printable(value));
            }
        });
        return new ConfigNode(
                local(element.name()),
                element.line(),
                attributes,
                printable(element.wholeText()),
                element.children().stream().map(ConfigXml::node).toList());
    }

    private static String local(String name) {
        return name.substring(name.indexOf(':') + 1);
    }

    /** Line breaks and tabs are kept: descriptions have them. */
    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?");
    }
}
