package io.vmloom.machine;

import io.vmloom.error.ImageException;
import io.vmloom.xml.XmlElement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
        XmlElement root = XmlElement.read(file.name(), file.bytes(), what);
        return node(root, new ConfigNode.Place(Optional.empty(), local(root.name()), 0, root.line()));
    }

    private static ConfigNode node(XmlElement element, ConfigNode.Place place) {
        Map<String, String> attributes = new TreeMap<>();
        element.attributes().forEach((name, value) -> {
            if (!name.equals("xmlns") && !name.startsWith("xmlns:")) {
                attributes.put(local(name), printable(value));
            }
        });
        return new ConfigNode(place, attributes, printable(element.wholeText()), children(element, place));
    }

    private static List<ConfigNode> children(XmlElement element, ConfigNode.Place parent) {
        Map<String, Integer> counts = new HashMap<>();
        element.children().forEach(child -> counts.merge(local(child.name()), 1, Integer::sum));
        Map<String, Integer> numbers = new HashMap<>();
        List<ConfigNode> nodes = new ArrayList<>();
        for (XmlElement child : element.children()) {
            String name = local(child.name());
            int number = numbers.merge(name, 1, Integer::sum);
            boolean only = counts.getOrDefault(name, 0) == 1;
            nodes.add(node(child, new ConfigNode.Place(Optional.of(parent), name, only ? 0 : number, child.line())));
        }
        return nodes;
    }

    private static String local(String name) {
        return name.substring(name.indexOf(':') + 1);
    }

    /** Line breaks and tabs are kept: descriptions have them. */
    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?");
    }
}
