package io.vmloom.format;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element of a small document that is a file of its own.
 *
 * @param file that it stands in, for messages
 * @param text in it and not in its children, without spaces around it, fit to be printed
 */
public record XmlElement(
        String file, String name, Map<String, String> attributes, String text, List<XmlElement> children) {
    private static final int MAX_ELEMENTS = 100_000;

    public XmlElement {
        attributes = Map.copyOf(attributes);
        children = List.copyOf(children);
    }

    /**
     * Reads a document; throws {@link ImageException} for one that is not sound, too large, or declares a type.
     *
     * @param what people call it, with its article
     */
    public static XmlElement read(ByteSource source, String what, int maxBytes) {
        if (source.sizeBytes() > maxBytes) {
            throw ImageException.unsafe(
                    source.name(),
                    what + " must have at most " + maxBytes + " bytes, got: " + source.sizeBytes(),
                    "no program writes such a file");
        }
        byte[] text = new byte[(int) source.sizeBytes()];
        source.read(0, ByteBuffer.wrap(text));
        try {
            return new Builder(source, what).read(SafeXml.reader(text));
        } catch (XMLStreamException e) {
            throw ImageException.invalid(
                    source.name(), SafeXml.offset(e), what + " must be sound XML: " + SafeXml.reason(e));
        }
    }

    public List<XmlElement> children(String wanted) {
        return children.stream().filter(child -> child.name.equals(wanted)).toList();
    }

    /** A child that may be missing; a second one is refused. */
    public Optional<XmlElement> child(String wanted) {
        List<XmlElement> found = children(wanted);
        if (found.size() > 1) {
            throw ImageException.unsafe(
                    file,
                    "'" + name + "' says '" + wanted + "' twice",
                    "programs differ in which one they believe; remove one of them");
        }
        return found.stream().findFirst();
    }

    public XmlElement require(String wanted) {
        return child(wanted)
                .orElseThrow(() -> ImageException.invalid(file, 0, "'" + name + "' must have '" + wanted + "'"));
    }

    private static final class Builder {
        private final ByteSource source;
        private final String what;
        private final Deque<Open> path = new ArrayDeque<>();
        private int elements;

        private record Open(
                String name, Map<String, String> attributes, StringBuilder text, List<XmlElement> children) {}

        Builder(ByteSource source, String what) {
            this.source = source;
            this.what = what;
        }

        XmlElement read(XMLStreamReader xml) throws XMLStreamException {
            path.push(new Open("", Map.of(), new StringBuilder(), new ArrayList<>()));
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> begin(xml);
                    case XMLStreamConstants.END_ELEMENT -> end();
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                        path.element().text().append(xml.getText());
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw ImageException.unsafe(
                                source.name(),
                                what + " declares a document type or refers to an entity",
                                "no program writes such a file");
                    default -> {}
                }
            }
            return path.element().children().getFirst();
        }

        private void begin(XMLStreamReader xml) {
            elements++;
            if (elements > MAX_ELEMENTS || path.size() > SafeXml.MAX_DEPTH) {
                throw ImageException.unsafe(
                        source.name(),
                        what + " must have at most " + MAX_ELEMENTS + " elements, " + SafeXml.MAX_DEPTH
                                + " deep at the most",
                        "no program writes such a file");
            }
            Map<String, String> attributes = new HashMap<>();
            for (int i = 0; i < xml.getAttributeCount(); i++) {
                attributes.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
            }
            path.push(new Open(xml.getLocalName(), attributes, new StringBuilder(), new ArrayList<>()));
        }

        private void end() {
            Open done = path.pop();
            path.element()
                    .children()
                    .add(new XmlElement(
                            source.name(),
                            done.name(),
                            done.attributes(),
                            PrintableText.of(done.text().toString().strip().getBytes(StandardCharsets.UTF_8)),
                            done.children()));
        }
    }
}
